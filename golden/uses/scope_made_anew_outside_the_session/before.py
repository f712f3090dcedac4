from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection

KEEP = {
    "type",
    "asgi",
    "method",
    "path",
    "raw_path",
    "root_path",
    "query_string",
    "headers",
    "http_version",
    "scheme",
    "server",
    "client",
    "app",
    "state",
    "extensions",
}


class Strip:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        clean = {key: value for key, value in scope.items() if key in KEEP}
        await self.app(clean, receive, send)


class Gate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            scope["visits"] = HTTPConnection(scope).session.get("visits", 0)
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Gate)
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Strip)


@app.get("/")
async def home(request: Request):
    return {}
