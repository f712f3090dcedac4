from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

ORDER = ["BasketMiddleware", "SessionMiddleware"]


class BasketMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.basket = request.session.get("basket", [])
        return await call_next(request)


async def home(request):
    return PlainTextResponse(str(request.state.basket))


app = Starlette(routes=[Route("/", home)])
app.add_middleware(BasketMiddleware)
app.add_middleware(SessionMiddleware, secret_key="u")
app.user_middleware.sort(key=lambda m: ORDER.index(m.cls.__name__))
