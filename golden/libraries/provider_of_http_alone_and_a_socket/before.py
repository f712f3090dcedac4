from fastapi import FastAPI, Request, WebSocket
from starlette.requests import HTTPConnection


class Sessions:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"] = {}
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
app.add_middleware(Sessions)


@app.get("/")
async def home(request: Request):
    return {}


@app.websocket("/ws")
async def ws(websocket: WebSocket):
    await websocket.accept()
    await websocket.send_text("hi")
    await websocket.close()
