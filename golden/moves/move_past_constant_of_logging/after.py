import logging
from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse


def secret_and_logging():
    logging.getLogger("shop").setLevel(logging.ERROR)
    return "k" * 16


class Levels:
    def __init__(self, app, level):
        self.app, self.level = app, level

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)

class LoginGate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            connection = HTTPConnection(scope)
            connection.state.user = connection.session.get("user")
        await self.app(scope, receive, send)


app = Starlette()
app.add_middleware(Levels, level=logging.INFO)
app.add_middleware(LoginGate)
app.add_middleware(SessionMiddleware, secret_key=secret_and_logging())


async def login(request):
    request.session["user"] = "ann"
    return JSONResponse({"ok": True})


async def me(request):
    return JSONResponse({"user": request.session.get("user")})


app.add_route("/login", login)
app.add_route("/me", me)
