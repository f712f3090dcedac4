from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from auth import backend_for


async def home(request):
    return PlainTextResponse("home")


app = Starlette(
    routes=[Route("/", home)],
    middleware=[
        Middleware(AuthenticationMiddleware, backend=backend_for("session")),
        Middleware(SessionMiddleware, secret_key="k"),
    ],
)
