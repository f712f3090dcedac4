from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Visits(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if "session" in request:
            request.session.setdefault("visits", 0)
            request.session["visits"] += 1
        return await call_next(request)


async def home(request):
    return PlainTextResponse(str(request.session.get("visits")))


app = Starlette(routes=[Route("/", home)])
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Visits)
