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


class Site(Starlette):
    def build_middleware_stack(self):
        return Gate(super().build_middleware_stack())


app = Site(routes=[Route("/", home)])
app.add_middleware(SessionMiddleware, secret_key="change-me")
