from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


async def home(request):
    return PlainTextResponse("ok")


import heapq

app = Starlette(routes=[Route("/", home)])
steps = []
heapq.heappush(steps, (10, "gate", {}))
heapq.heappush(steps, (20, "session", {"secret_key": "change-me"}))
KNOWN = {"gate": Gate, "session": SessionMiddleware}
while steps:
    _, name, options = heapq.heappop(steps)
    app.add_middleware(KNOWN[name], **options)
