import os

from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Visits(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


async def home(request):
    return PlainTextResponse("ok")

app = Starlette(routes=[Route("/", home)])
app.add_middleware(Visits)
if os.environ.get("ENABLE_SESSIONS"):
    app.add_middleware(SessionMiddleware, secret_key="k")
