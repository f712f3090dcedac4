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


import bisect

entries = []


def add(priority: int, layer: Middleware) -> None:
    bisect.insort(entries, (priority, layer), key=lambda entry: entry[0])


add(10, Middleware(SessionMiddleware, secret_key="change-me"))
add(100, Middleware(Gate))
app = Starlette(routes=[Route("/", home)], middleware=[layer for _, layer in entries])
