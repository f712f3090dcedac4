import os

from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Visits:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["visits"] = scope["session"].get("visits", 0) + 1
        await self.app(scope, receive, send)


SMALL = [Visits]
LARGE = [GZipMiddleware, Visits]

app = FastAPI()
for layer in LARGE if os.getenv("LARGE") else SMALL:
    app.add_middleware(layer)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
