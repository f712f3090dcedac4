from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


async def home(request):
    return PlainTextResponse("ok")


OPTIONS = {SessionMiddleware: {"secret_key": "change-me"}}
app = Starlette(
    routes=[Route("/", home)],
    middleware=[
        Middleware(cls, **OPTIONS.get(cls, {}))
        for cls in sorted({SessionMiddleware, Gate, GZipMiddleware}, key=lambda cls: cls.__name__)
    ],
)
