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


async def home(request):
    return PlainTextResponse("ok")


LAYERS = {
    "gzip": Middleware(GZipMiddleware),
    "basket": Middleware(Basket),
    "session": Middleware(SessionMiddleware, secret_key="change-me"),
}
ALWAYS = ["gzip", "basket"]
SHOP = ["session", "basket"]

stack = [LAYERS[name] for name in list(dict.fromkeys(ALWAYS + SHOP))]
app = Starlette(routes=[Route("/", home)], middleware=stack)
