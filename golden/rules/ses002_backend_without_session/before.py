from starlette.applications import Starlette
from starlette.authentication import AuthCredentials, AuthenticationBackend
from starlette.authentication import SimpleUser
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class SessionBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        if "user" not in conn.session:
            return None
        return AuthCredentials(), SimpleUser(conn.session["user"])


async def home(request):
    return PlainTextResponse("home")


app = Starlette(
    routes=[Route("/", home)],
    middleware=[Middleware(AuthenticationMiddleware, backend=SessionBackend())],
)
