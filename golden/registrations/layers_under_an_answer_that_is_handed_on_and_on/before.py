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


def install(app: Starlette, wanted: bool) -> None:
    if wanted:
        app.add_middleware(SessionMiddleware, secret_key="dev")
    if wanted:
        app.add_middleware(Unit)


app = Starlette(routes=[Route("/", home)])
install(app, not COOKIELESS)
