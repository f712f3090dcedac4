from contextvars import ContextVar
from dataclasses import dataclass
from typing import Callable, Generic, TypeVar

from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware

T = TypeVar("T")


class Lazy(Generic[T]):
    def __init__(self, load: Callable[[], T]):
        self._load = load

    def __getattr__(self, name):
        value = self.__dict__.setdefault("_value", None) or self._load()
        self.__dict__["_value"] = value
        return getattr(value, name)


@dataclass
class Identity:
    name: str


_identity: ContextVar[Lazy] = ContextVar("identity")


def current() -> Identity:
    return _identity.get()


class IdentityMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        token = _identity.set(Lazy(lambda: Identity(request.session.get("name", "guest"))))
        try:
            return await call_next(request)
        finally:
            _identity.reset(token)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="wk")
app.add_middleware(IdentityMiddleware)


@app.get("/")
async def root(request: Request):
    return current().name
