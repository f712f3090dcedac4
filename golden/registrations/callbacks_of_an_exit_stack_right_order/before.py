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


from contextlib import ExitStack

app = Starlette(routes=[Route("/", home)])
with ExitStack() as stack:
    stack.callback(app.add_middleware, SessionMiddleware, secret_key="change-me")
    stack.callback(app.add_middleware, Gate)
