from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter


def create_app():
    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key="change-me")
    app.add_middleware(VisitCounter)
    return app
