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
import decimal

PRICE = decimal.Decimal("1.5")
app.add_middleware(SessionMiddleware, secret_key=f"{PRICE}")
with decimal.localcontext() as ctx:
    ctx.prec = 2
    print(decimal.Decimal(1) / 3)
app.add_middleware(Guard)
