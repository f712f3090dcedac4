from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = 1
        return await call_next(request)


async def home(request):
    return PlainTextResponse("home")


app = Starlette(routes=[Route("/", home)])
CONFIG = {"secret": "a" * 20}
HANDLERS = []


def first():
    def register(value):
        CONFIG["secret"] = value

    return register


def second():
    def register(value):
        HANDLERS.append(value)

    return register


app.add_middleware(SessionMiddleware, secret_key=CONFIG["secret"])
second()("x")
app.add_middleware(Guard)
