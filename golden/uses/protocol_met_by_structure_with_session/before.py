from typing import Protocol, runtime_checkable

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


@runtime_checkable
class Provider(Protocol):
    def user_of(self, request): ...


class Cookies:
    def user_of(self, request):
        return request.cookies.get("user")


class Sessions:
    def user_of(self, request):
        return request.session.get("user")


class Users(BaseHTTPMiddleware):
    def __init__(self, app, provider):
        super().__init__(app)
        if not isinstance(provider, Provider):
            raise TypeError(provider)
        self.provider = provider

    async def dispatch(self, request, call_next):
        request.state.user = self.provider.user_of(request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Users, provider=Sessions())


@app.get("/")
async def index():
    return {"ok": True}
