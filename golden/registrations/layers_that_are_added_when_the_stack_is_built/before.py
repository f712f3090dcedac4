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
    def __init__(self, **options) -> None:
        self.waiting = []
        super().__init__(**options)

    def add_middleware(self, cls, **options) -> None:
        self.waiting.append((getattr(cls, "order", 0), cls, options))

    def build_middleware_stack(self):
        for _, cls, options in sorted(self.waiting, key=lambda entry: entry[0]):
            super().add_middleware(cls, **options)
        return super().build_middleware_stack()


class Late(Gate):
    order = 10


app = Site(routes=[Route("/", home)])
app.add_middleware(Late)
app.add_middleware(SessionMiddleware, secret_key="change-me")
