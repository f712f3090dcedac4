from dataclasses import dataclass
from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse


@dataclass(frozen=True)
class Settings:
    secret: str = "dev"
    region: str = "eu"


settings = Settings()

class LoginGate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            connection = HTTPConnection(scope)
            connection.state.user = connection.session.get("user")
        await self.app(scope, receive, send)


app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=settings.secret)
object.__setattr__(settings, "region", "us")
app.add_middleware(LoginGate)


async def login(request):
    request.session["user"] = "ann"
    return JSONResponse({"ok": True})


async def me(request):
    return JSONResponse({"user": request.session.get("user")})


app.add_route("/login", login)
app.add_route("/me", me)
