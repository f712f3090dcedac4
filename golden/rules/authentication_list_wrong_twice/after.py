from starlette.applications import Starlette
from starlette.authentication import AuthCredentials, AuthenticationBackend, SimpleUser
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


class SessionBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        name = conn.session.setdefault("user", "ada")
        return AuthCredentials(["authenticated"]), SimpleUser(name)


class RequireUser:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and not Request(scope).user.is_authenticated:
            raise RuntimeError("nobody")
        await self.app(scope, receive, send)


def index(request):
    return JSONResponse({"user": request.user.display_name})


app = Starlette(
    routes=[Route("/", index)],
    middleware=[
        Middleware(SessionMiddleware, secret_key="k"),
        Middleware(AuthenticationMiddleware, backend=SessionBackend()),
        Middleware(RequireUser),
    ],
)
