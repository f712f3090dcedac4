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


class TokenBackend(AuthenticationBackend):
    """Knows nothing of conn.session."""

    async def authenticate(self, conn):
        token = conn.headers.get("authorization")
        if token is None:
            return None
        return AuthCredentials(["authenticated"]), SimpleUser(token)


async def home(request):
    request.session["seen"] = True
    return JSONResponse({"user": request.user.display_name})


app = Starlette(routes=[Route("/", home)])
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(AuthenticationMiddleware, backend=TokenBackend())
