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
from functools import singledispatch


@singledispatch
def secret_for(x):
    return "a" * 20


class Shop:
    pass


class Other:
    pass


app.add_middleware(SessionMiddleware, secret_key=secret_for(Shop()))


@secret_for.register
def _(x: Shop):
    return "b" * 20


app.add_middleware(Guard)
