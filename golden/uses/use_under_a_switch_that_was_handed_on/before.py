from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

HISTORY = False


class Visits(BaseHTTPMiddleware):
    def __init__(self, app, enabled):
        super().__init__(app)
        self.enabled = enabled

    async def dispatch(self, request, call_next):
        if self.enabled:
            request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


async def home(request):
    return PlainTextResponse("ok")

app = Starlette(routes=[Route("/", home)])
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Visits, enabled=HISTORY)
