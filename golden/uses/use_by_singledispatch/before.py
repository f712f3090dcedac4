from functools import singledispatch

from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


@singledispatch
def user_of(thing):
    return None


@user_of.register
def _(thing: Request):
    return thing.session.get("user")


class Check(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        user_of(request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Check)


@app.get("/")
async def index():
    return {"ok": True}
