from fastapi import FastAPI, Request
from starlette.requests import HTTPConnection


class Sessions:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["path"].startswith("/shop"):
            scope["session"] = {}
        await self.app(scope, receive, send)


class Gate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["path"].startswith("/shop"):
            scope["visits"] = HTTPConnection(scope).session.get("visits", 0)
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Gate)
app.add_middleware(Sessions)


@app.get("/")
async def home(request: Request):
    return {}
