from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


def create_app():
    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key="change-me")
    return app
