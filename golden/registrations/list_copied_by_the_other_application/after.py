from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


def index(request: Request) -> JSONResponse:
    return JSONResponse(dict(request.session))


layers = [
    Middleware(SessionMiddleware, secret_key="change-me"),
    Middleware(Count),
]
app = Starlette(routes=[Route("/", index)], middleware=layers)
admin = Starlette(
    routes=[Route("/", index)], middleware=[*layers, Middleware(GZipMiddleware)]
)
