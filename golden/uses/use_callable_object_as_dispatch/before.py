from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Guard:
    def __init__(self, role):
        self.role = role

    async def __call__(self, request, call_next):
        if request.session.get("role", self.role) != self.role:
            return PlainTextResponse("no", status_code=403)
        return await call_next(request)


async def home(request):
    return PlainTextResponse("home")


app = Starlette(routes=[Route("/", home)])
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(BaseHTTPMiddleware, dispatch=Guard("reader"))
