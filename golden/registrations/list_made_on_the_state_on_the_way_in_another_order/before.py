from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Viewer(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.viewer = request.session.get("viewer", "anon")
        return await call_next(request)


async def home(request):
    return PlainTextResponse("ok")


def wants(app, cls, **options):
    if not hasattr(app.state, "wanted"):
        app.state.wanted = []
    app.state.wanted.append(Middleware(cls, **options))


app = Starlette(routes=[Route("/", home)])
wants(app, Viewer)
wants(app, SessionMiddleware, secret_key="dev")
for layer in app.state.wanted:
    app.user_middleware.append(layer)
