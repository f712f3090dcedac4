from starlette.applications import Starlette
from starlette.authentication import AuthCredentials, AuthenticationBackend, BaseUser
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class LazyUser(BaseUser):
    def __init__(self, conn):
        self.conn = conn

    @property
    def is_authenticated(self):
        return "user" in self.conn.session


class LazyBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        return AuthCredentials(), LazyUser(conn)


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.is_known = request.user.is_authenticated
        return await call_next(request)


async def home(request):
    return PlainTextResponse("home")


app = Starlette(
    routes=[Route("/", home)],
    middleware=[
        Middleware(AuthenticationMiddleware, backend=LazyBackend()),
        Middleware(Guard),
        Middleware(SessionMiddleware, secret_key="k"),
    ],
)
