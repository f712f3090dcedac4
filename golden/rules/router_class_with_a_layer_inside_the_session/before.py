from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, Router


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


async def home(request):
    return PlainTextResponse("ok")


class Private(Router):
    def __init__(self, routes: list) -> None:
        super().__init__(routes=routes, middleware=[Middleware(Gate)])


app = Starlette(routes=[Mount("/", app=Private([Route("/", home)]))])
app.add_middleware(SessionMiddleware, secret_key="change-me")
