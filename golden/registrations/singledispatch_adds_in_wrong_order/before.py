from functools import singledispatch

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


class Sessions:
    secret = "k"


class Secure(Sessions):
    secret = "s"


class Tags:
    pass


@singledispatch
def install(spec, app):
    raise TypeError(spec)


@install.register
def _(spec: Sessions, app):
    app.add_middleware(SessionMiddleware, secret_key=spec.secret)


@install.register(Tags)
def _(spec, app):
    app.add_middleware(Tag)


app = FastAPI()
install(Secure(), app)
install(Tags(), app)


@app.get("/")
async def index():
    return {"ok": True}
