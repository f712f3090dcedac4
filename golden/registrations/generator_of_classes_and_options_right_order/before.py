from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


async def home(request):
    return PlainTextResponse("ok")


def features():
    yield Gate, {}


def security():
    yield SessionMiddleware, {"secret_key": "change-me"}


def stack(*sources):
    for source in sources:
        for cls, options in source():
            yield Middleware(cls, **options)


app = Starlette(routes=[Route("/", home)], middleware=list(stack(security, features)))
