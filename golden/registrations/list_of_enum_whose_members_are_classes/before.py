from starlette.applications import Starlette
from starlette.middleware import Middleware
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


import enum


class Layer(enum.Enum):
    GATE = Gate
    SESSION = SessionMiddleware

    def build(self) -> Middleware:
        return Middleware(self.value, **({"secret_key": "change-me"} if self is Layer.SESSION else {}))


app = Starlette(routes=[Route("/", home)], middleware=[layer.build() for layer in Layer])
