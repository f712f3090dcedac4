from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Switch:
    def __init__(self, by_type):
        self.by_type = by_type

    async def __call__(self, scope, receive, send):
        await self.by_type[scope["type"]](scope, receive, send)


async def home(request):
    return PlainTextResponse(request.session.get("user", "nobody"))


site = Starlette(routes=[Route("/", home)])
app = Switch(
    {
        "http": SessionMiddleware(site, secret_key="change-me"),
        "websocket": SessionMiddleware(site, secret_key="change-me"),
        "lifespan": site,
    }
)
