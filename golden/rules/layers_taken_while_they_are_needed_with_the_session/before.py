from itertools import takewhile

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


class Trace(BaseHTTPMiddleware):
    optional = True

    async def dispatch(self, request, call_next):
        return await call_next(request)


class Cookies(SessionMiddleware):
    options = {"secret_key": "key"}


app = FastAPI()
for layer in takewhile(lambda cls: not getattr(cls, "optional", False), [Gate, Cookies, Trace]):
    app.add_middleware(layer, **getattr(layer, "options", {}))


@app.get("/")
def home():
    return {"ok": True}
