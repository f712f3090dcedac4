import os

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


_debug = None


def debug():
    global _debug
    if _debug is None:
        _debug = os.environ.get("DEBUG")
    return _debug


app = FastAPI()
app.add_middleware(Gate)
if debug() is None:
    app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
