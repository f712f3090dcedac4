from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Stamp:
    """A pure ASGI layer with its own idea of a session."""

    def __init__(self, app, session):
        self.app = app
        self.session = session

    async def __call__(self, scope, receive, send):
        scope.setdefault("state", {})["session"] = self.session
        await self.app(scope, receive, send)


def index(request):
    return PlainTextResponse(request.state.session)


app = Starlette(routes=[Route("/", index)])
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Stamp, session="database")
