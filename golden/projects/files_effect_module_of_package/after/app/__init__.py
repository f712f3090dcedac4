from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()

from . import guards  # noqa: E402

app.add_middleware(SessionMiddleware, secret_key="change-me")

__all__ = ["app", "guards"]
