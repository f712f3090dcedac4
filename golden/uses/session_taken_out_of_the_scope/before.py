from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection


class Fresh:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope.pop("session", None)
        await self.app(scope, receive, send)


class Gate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            scope["visits"] = HTTPConnection(scope).session.get("visits", 0)
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Gate)
app.add_middleware(Fresh)
app.add_middleware(SessionMiddleware, secret_key="x")


@app.get("/")
async def home(request: Request):
    return {}
