from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class OptionalSessionLocale:
    """Usable with and without sessions."""

    def __init__(self, app, default="en"):
        self.app = app
        self.default = default

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            conn = HTTPConnection(scope)
            if "session" in scope:
                conn.state.lang = conn.session.get("lang", self.default)
            else:
                conn.state.lang = conn.headers.get("accept-language", self.default)
        await self.app(scope, receive, send)


async def home(request):
    return PlainTextResponse(str(request.state.lang))


app = Starlette(routes=[Route("/", home)], middleware=[Middleware(OptionalSessionLocale, default="de")])
