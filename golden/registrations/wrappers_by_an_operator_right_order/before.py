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


class Pipeline:
    def __init__(self, app) -> None:
        self.app = app

    def __or__(self, wrapper) -> "Pipeline":
        return Pipeline(wrapper(self.app))

    async def __call__(self, scope, receive, send) -> None:
        await self.app(scope, receive, send)


def sessions(app) -> SessionMiddleware:
    return SessionMiddleware(app, secret_key="change-me")


app = Pipeline(Starlette(routes=[Route("/", home)])) | Gate | sessions
