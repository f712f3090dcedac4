from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

COOKIELESS = False


class Unit(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.unit = request.session.get("unit", "C")
        return await call_next(request)


def home(request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


app = Starlette(routes=[Route("/", home)])
ROWS = [
    (SessionMiddleware, {"secret_key": "dev"}, not COOKIELESS),
    (Unit, {}, not COOKIELESS),
]
for cls, options, when in ROWS:
    if when:
        app.add_middleware(cls, **options)
