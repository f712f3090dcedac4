from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.sessions import SessionMiddleware


def setup_session(app):
    app.add_middleware(SessionMiddleware, secret_key="change-me")
    app.add_middleware(CORSMiddleware, allow_origins=["*"])
