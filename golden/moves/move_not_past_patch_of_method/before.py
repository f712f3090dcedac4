from unittest import mock
from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse


class Vault:
    def key(self):
        return "real"

    def url(self):
        return "https://vault.example"


vault = Vault()

class LoginGate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            connection = HTTPConnection(scope)
            connection.state.user = connection.session.get("user")
        await self.app(scope, receive, send)


app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=vault.key())
patcher = mock.patch.object(Vault, "key", return_value="patched")
patcher.start()
app.add_middleware(LoginGate)


async def login(request):
    request.session["user"] = "ann"
    return JSONResponse({"ok": True})


async def me(request):
    return JSONResponse({"user": request.session.get("user")})


app.add_route("/login", login)
app.add_route("/me", me)
