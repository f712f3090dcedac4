from collections import OrderedDict

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


layers = OrderedDict(session=Middleware(SessionMiddleware, secret_key="k"), seen=Middleware(Seen))
layers.move_to_end("session")
app = FastAPI(middleware=list(layers.values()))


@app.get("/")
def index(request: Request) -> dict:
    return {}
