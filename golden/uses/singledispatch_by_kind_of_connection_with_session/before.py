from functools import singledispatch

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.websockets import WebSocket


@singledispatch
def user_of(connection):
    raise TypeError(connection)


@user_of.register
def _(connection: WebSocket):
    return connection.cookies.get("user")


@user_of.register
def _(connection: Request):
    return connection.session.get("user")


class Users(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = user_of(request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Users)


@app.get("/")
async def index():
    return {"ok": True}
