from starlette.applications import Starlette
from starlette.authentication import (
    AuthCredentials,
    AuthenticationBackend,
    SimpleUser,
)
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Route


class SessionBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        username = conn.session.get("username")
        if username is None:
            return None
        return AuthCredentials(["authenticated"]), SimpleUser(username)


async def home(request):
    return JSONResponse({"user": request.user.display_name})


app = Starlette(routes=[Route("/", home)])
app.add_middleware(AuthenticationMiddleware, backend=SessionBackend())
app.add_middleware(SessionMiddleware, secret_key="change-me")
