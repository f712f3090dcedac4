from starlette.applications import Starlette
from starlette.authentication import AuthCredentials, AuthenticationBackend
from starlette.authentication import SimpleUser, has_required_scope
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class HeaderBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        return AuthCredentials(["admin"]), SimpleUser("ada")


class AdminOnly(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if not has_required_scope(request, ["admin"]):
            return PlainTextResponse("no", status_code=403)
        return await call_next(request)


async def home(request):
    return PlainTextResponse("home")


app = Starlette(routes=[Route("/", home)])
app.add_middleware(AuthenticationMiddleware, backend=HeaderBackend())
app.add_middleware(AdminOnly)
