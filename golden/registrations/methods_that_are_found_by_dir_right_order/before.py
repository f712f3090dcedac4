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


class Site:
    def __init__(self, app) -> None:
        self.app = app

    def setup_gate(self) -> None:
        self.app.add_middleware(Gate)

    def setup_session(self) -> None:
        self.app.add_middleware(SessionMiddleware, secret_key="change-me")

    def run(self) -> None:
        for name in dir(self):
            if name.startswith("setup_"):
                getattr(self, name)()


app = Starlette(routes=[Route("/", home)])
Site(app).run()
