import os

from starlette.middleware.sessions import SessionMiddleware


def setup_session(app):
    if os.environ.get("SESSFIX_CASE_SESSIONS", "on") == "on":
        app.add_middleware(SessionMiddleware, secret_key="change-me")
