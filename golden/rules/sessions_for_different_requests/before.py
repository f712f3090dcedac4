from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute


class SocketSession:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "websocket":
            scope["session"] = {"nick": scope["query_string"].decode()}
        await self.app(scope, receive, send)


class HttpOnly:
    def __init__(self, app, layer):
        self.app = app
        self.layer = layer(app)

    async def __call__(self, scope, receive, send):
        handler = self.layer if scope["type"] == "http" else self.app
        await handler(scope, receive, send)


class Presence:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "lifespan":
            scope["nick"] = HTTPConnection(scope).session.get("nick", "anon")
        await self.app(scope, receive, send)


async def nick(request):
    return PlainTextResponse(request.scope["nick"])


async def live(socket):
    await socket.accept()
    await socket.send_text(socket.scope["nick"])
    await socket.close()


app = Starlette(
    routes=[Route("/", nick), WebSocketRoute("/live", live)],
    middleware=[
        Middleware(SocketSession),
        Middleware(HttpOnly, layer=lambda inner: SessionMiddleware(inner, secret_key="x")),
        Middleware(Presence),
    ],
)
