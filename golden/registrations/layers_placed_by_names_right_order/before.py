from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Basket(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.basket = request.session.get("basket", [])
        return await call_next(request)


class Plan:
    def __init__(self):
        self.names = []
        self.layers = {}

    def place(self, name, layer, outside_of=None):
        position = len(self.names) if outside_of is None else self.names.index(outside_of)
        self.names.insert(position, name)
        self.layers[name] = layer

    def stack(self):
        return [self.layers[name] for name in self.names]


async def home(request):
    return PlainTextResponse("ok")


plan = Plan()
plan.place("gzip", Middleware(GZipMiddleware))
plan.place("session", Middleware(SessionMiddleware, secret_key="change-me"))
plan.place("basket", Middleware(Basket))
app = Starlette(routes=[Route("/", home)], middleware=plan.stack())
