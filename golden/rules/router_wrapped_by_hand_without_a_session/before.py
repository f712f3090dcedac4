from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, Router


async def home(request):
    return PlainTextResponse("home")


class Counted:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["visits"] = 1
        await self.app(scope, receive, send)


app = Router([Route("/", home)])
app = GZipMiddleware(app)
app = Counted(app)
