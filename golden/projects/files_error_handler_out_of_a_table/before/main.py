from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from auth import TokenBackend, handler_for


async def home(request):
    return PlainTextResponse("home")


app = Starlette(
    routes=[Route("/", home)],
    middleware=[
        Middleware(AuthenticationMiddleware, backend=TokenBackend(), on_error=handler_for("flash")),
        Middleware(SessionMiddleware, secret_key="k"),
    ],
)
