from itertools import compress
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Survey(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.ask = not request.session.get("asked")
        return await call_next(request)


async def home(request):
    return PlainTextResponse("ok")


candidates = [
    Middleware(Survey),
    Middleware(SessionMiddleware, secret_key="cc"),
    Middleware(GZipMiddleware),
]
enabled = [0, 1, 1]
app = Starlette(routes=[Route("/", home)], middleware=list(compress(candidates, enabled)))
