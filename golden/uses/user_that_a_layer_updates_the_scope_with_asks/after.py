from starlette.applications import Starlette
from starlette.authentication import BaseUser
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class LazyUser(BaseUser):
    def __init__(self, conn):
        self.conn = conn

    @property
    def is_authenticated(self):
        return "user" in self.conn.session


class Attach:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope.update(user=LazyUser(HTTPConnection(scope)))
        await self.app(scope, receive, send)


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.is_known = request.user.is_authenticated
        return await call_next(request)


async def home(request):
    return PlainTextResponse("home")


app = Starlette(
    routes=[Route("/", home)],
    middleware=[
        Middleware(Attach),
        Middleware(SessionMiddleware, secret_key="k"),
        Middleware(Guard),
    ],
)
