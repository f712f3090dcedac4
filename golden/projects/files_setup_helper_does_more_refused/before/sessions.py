from fastapi import APIRouter
from starlette.middleware.sessions import SessionMiddleware

router = APIRouter()


def setup_session(app):
    app.include_router(router)
    app.add_middleware(SessionMiddleware, secret_key="change-me")
