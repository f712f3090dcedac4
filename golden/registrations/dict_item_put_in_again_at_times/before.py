import os

from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware


class Seen:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = 1
        await self.app(scope, receive, send)


layers = {
    "seen": Middleware(Seen),
    "session": Middleware(SessionMiddleware, secret_key="k"),
}
if os.environ.get("SEEN_LAST", "1"):
    layers["seen"] = layers.pop("seen")
app = FastAPI(middleware=list(layers.values()))


@app.get("/")
def index(request: Request) -> dict:
    return {}
