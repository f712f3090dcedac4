from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse

HANDLERS = {}
app = Starlette(exception_handlers=HANDLERS)


async def not_found(request, error):
    return PlainTextResponse("no", status_code=404)


HANDLERS[404] = not_found


class Gate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and not scope["session"].get("user"):
            scope["path"] = "/login"
        await self.app(scope, receive, send)


app.add_middleware(Gate)
app.add_middleware(SessionMiddleware, secret_key="x", max_age=60 + len(app.exception_handlers))
