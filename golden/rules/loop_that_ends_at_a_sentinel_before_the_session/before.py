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


END = object()
LAYERS = [
    (Gate, {}),
    END,
    (SessionMiddleware, {"secret_key": "change-me"}),
]
app = Starlette(routes=[Route("/", home)])
for layer in LAYERS:
    if layer is END:
        break
    cls, options = layer
    app.add_middleware(cls, **options)
