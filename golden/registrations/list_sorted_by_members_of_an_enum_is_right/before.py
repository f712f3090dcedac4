from enum import IntEnum, auto

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


class Level(IntEnum):
    OUTER = auto()
    INNER = auto()


class Sessions(SessionMiddleware):
    level = Level.OUTER


class Visits(Seen):
    level = Level.INNER


layers = sorted([Middleware(Sessions, secret_key="k"), Middleware(Visits)], key=lambda layer: layer.cls.level)
app = FastAPI(middleware=layers)


@app.get("/")
def index(request: Request) -> dict:
    return {}
