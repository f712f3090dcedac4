from starlette.middleware import Middleware
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


shop = Router([Route("/", home)], middleware=[Middleware(Counted)])
ROUTES = [Mount("/shop", Counted(Router([Route("/", home)]))), Mount("/", shop)]
