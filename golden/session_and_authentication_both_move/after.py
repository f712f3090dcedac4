from starlette.applications import Starlette
from starlette.authentication import AuthCredentials, AuthenticationBackend
from starlette.authentication import SimpleUser
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class SessionBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        name = conn.session.setdefault("name", "ada")
        return AuthCredentials(["authenticated"]), SimpleUser(name)


class Stamp(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.name = request.user.display_name
        return await call_next(request)


async def home(request):
    return PlainTextResponse(request.state.name)


app = Starlette(routes=[Route("/", home)])
app.add_middleware(Stamp)
app.add_middleware(AuthenticationMiddleware, backend=SessionBackend())
app.add_middleware(SessionMiddleware, secret_key="change-me")
