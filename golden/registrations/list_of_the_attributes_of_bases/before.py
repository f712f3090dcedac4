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


class Site:
    layers = [Middleware(Gate)]

    @classmethod
    def collected(cls) -> list:
        found = []
        for one in reversed(cls.__mro__):
            found += one.__dict__.get("layers", [])
        return found

    @classmethod
    def application(cls) -> Starlette:
        return Starlette(routes=[Route("/", home)], middleware=cls.collected())


class Shop(Site):
    layers = [Middleware(SessionMiddleware, secret_key="change-me")]


app = Shop.application()
