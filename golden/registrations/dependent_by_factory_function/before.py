from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Route


def visit_counter(app):
    async def middleware(scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["visits"] = scope["session"].get("visits", 0) + 1
        await app(scope, receive, send)

    return middleware


def index(request):
    return JSONResponse(request.session)


app = Starlette(routes=[Route("/", index)])
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(visit_counter)
