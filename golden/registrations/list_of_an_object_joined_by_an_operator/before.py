from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Stack:
    """`a | b`: a lies outside of b."""

    def __init__(self, *layers: Middleware):
        self.layers = layers

    def __or__(self, other: "Stack") -> "Stack":
        return Stack(*self.layers, *other.layers)

    def __iter__(self):
        return iter(self.layers)


class Poll(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.voted = "vote" in request.session
        return await call_next(request)


async def home(request):
    return PlainTextResponse(str(request.state.voted))


sessions = Stack(Middleware(SessionMiddleware, secret_key="|"))
polls = Stack(Middleware(Poll))
app = Starlette(routes=[Route("/", home)], middleware=list(polls | sessions))
