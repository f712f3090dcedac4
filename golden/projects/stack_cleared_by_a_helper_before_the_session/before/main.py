from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from policy import enforce


class Basket(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.basket = request.session.get("basket", [])
        return await call_next(request)


async def home(request):
    return PlainTextResponse("ok")


app = Starlette(routes=[Route("/", home)])
app.add_middleware(SessionMiddleware, secret_key="change-me")
enforce(app)
app.add_middleware(Basket)
app.add_middleware(SessionMiddleware, secret_key="change-me")
