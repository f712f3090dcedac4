from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


class VisitCounter:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            session = scope["session"]
            session["visits"] = session.get("visits", 0) + 1
        await self.app(scope, receive, send)


async def index(request: Request):
    return JSONResponse(dict(request.session))


app = Starlette(routes=[Route("/", index)])
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(VisitCounter)
