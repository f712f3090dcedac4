from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route, Router


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


def index(request):
    return JSONResponse(request.session)


ROUTES = [Route("/", index)]
LAYERS = [
    Middleware(SessionMiddleware, "k"),
    Middleware(Count),
]

app = Starlette(False, ROUTES, LAYERS)
