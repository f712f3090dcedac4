from typing import NamedTuple

from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

COOKIELESS = True


class Unit(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.unit = request.session.get("unit", "C")
        return await call_next(request)


class Feature(NamedTuple):
    cls: type
    options: dict
    when: bool


def home(request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


def enabled():
    every = [
        Feature(SessionMiddleware, {"secret_key": "dev"}, not COOKIELESS),
        Feature(Unit, {}, not COOKIELESS),
    ]
    return [one for one in every if one.when]


app = Starlette(routes=[Route("/", home)])
for feature in enabled():
    app.add_middleware(feature.cls, **feature.options)
