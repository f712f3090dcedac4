from itertools import chain

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Visits:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["visits"] = scope["session"].get("visits", 0) + 1
        await self.app(scope, receive, send)


class Group:
    def __init__(self, *layers):
        self.layers = layers

    def __iter__(self):
        for layer in self.layers:
            yield layer


SESSIONS = Group((SessionMiddleware, {"secret_key": "change-me"}))
COUNTERS = Group((Visits, {}))

app = FastAPI()
for cls, options in chain(COUNTERS, SESSIONS):
    app.add_middleware(cls, **options)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
