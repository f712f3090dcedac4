import os

from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Visits:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["visits"] = Request(scope).session.get("visits", 0)
        await self.app(scope, receive, send)


BASE = {"outer": [Middleware(SessionMiddleware, secret_key="key")], "inner": [Middleware(Visits)]}
TEST = {}
LIVE = {"outer": [Middleware(GZipMiddleware), Middleware(SessionMiddleware, secret_key="key")]}
STACK = {**BASE, **{"test": TEST, "live": LIVE}[os.environ.get("STAGE", "live")]}

app = FastAPI(middleware=STACK["outer"] + STACK["inner"])


@app.get("/")
async def home(request: Request):
    return request.scope["visits"]
