import os

from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["tag"] = request.url.path
        return await call_next(request)


class Timer(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        return await call_next(request)


AVAILABLE = {"tag": Tag, "timer": Timer}
ENABLED = ["timer"]
if os.environ.get("PATH"):
    ENABLED.append("tag")
app = FastAPI()
for name, cls in AVAILABLE.items():
    if name in ENABLED:
        app.add_middleware(cls)
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.get("/")
def index(request: Request):
    return {}
