from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.routing import Route


class Language:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            scope["language"] = HTTPConnection(scope).session.get("language", "en")
        await self.app(scope, receive, send)


async def home(request):
    return JSONResponse({"language": request.scope["language"]})


app = Starlette(routes=[Route("/", home)])
app.add_middleware(Language)
app.add_middleware(SessionMiddleware, secret_key="change-me")
