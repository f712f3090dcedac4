from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, Router


async def home(request):
    return PlainTextResponse("home")


class Counted:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["visits"] = 1
        await self.app(scope, receive, send)


shop = Router([Route("/", home)])
shop = GZipMiddleware(shop)
shop = Counted(shop)
app = Starlette(routes=[Mount("/", shop)])
app.add_middleware(SessionMiddleware, secret_key="change-me")
