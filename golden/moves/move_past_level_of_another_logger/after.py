import logging
from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse

logger = logging.getLogger("shop")
logger.setLevel(logging.WARNING)
other = logging.getLogger("worker")

class LoginGate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            connection = HTTPConnection(scope)
            connection.state.user = connection.session.get("user")
        await self.app(scope, receive, send)


app = Starlette()
other.setLevel(logging.DEBUG)
app.add_middleware(LoginGate)
app.add_middleware(SessionMiddleware, secret_key="k" * 32, https_only=not logger.isEnabledFor(logging.DEBUG))


async def login(request):
    request.session["user"] = "ann"
    return JSONResponse({"ok": True})


async def me(request):
    return JSONResponse({"user": request.session.get("user")})


app.add_route("/login", login)
app.add_route("/me", me)
