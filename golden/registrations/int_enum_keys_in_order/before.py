from enum import IntEnum

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Visitor:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["visitor"] = scope["session"].setdefault("visitor", "new")
        await self.app(scope, receive, send)


class Phase(IntEnum):
    EDGE = 1
    IDENTITY = 2
    FEATURE = 3


PLAN = {
    Phase.FEATURE: [(SessionMiddleware, {"secret_key": "x"})],
    Phase.IDENTITY: [(Visitor, {})],
    Phase.EDGE: [],
}


def middleware():
    found = []
    for phase in sorted(PLAN):
        for cls, options in PLAN[phase]:
            found.append(Middleware(cls, **options))
    return found


async def index(request):
    return PlainTextResponse(request.scope["visitor"])


app = Starlette(routes=[Route("/", index)], middleware=middleware())
