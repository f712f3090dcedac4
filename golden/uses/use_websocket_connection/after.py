from fastapi import FastAPI, Request, WebSocket
from starlette.middleware.sessions import SessionMiddleware


class Presence:
    online: set[str] = set()

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "websocket":
            websocket = WebSocket(scope, receive, send)
            self.online.add(websocket.session.get("user", "guest"))
        elif scope["type"] == "http":
            connection = Request(scope, receive)
            self.online.add(connection.session.get("user", "guest"))
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Presence)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home():
    return sorted(Presence.online)
