import os

from starlette.middleware.sessions import SessionMiddleware


def setup_session(app):
    key = os.environ.get("SESSFIX_CASE_KEY", "change-me")
    app.add_middleware(SessionMiddleware, secret_key=key)
