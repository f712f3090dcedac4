from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Greeting(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["greeted"] = True
        return await call_next(request)


class Site(Starlette):
    def __init__(self, **options):
        super().__init__(**options)
        self.is_ready = False

    async def __call__(self, scope, receive, send):
        if not self.is_ready:
            self.add_middleware(Greeting)
            self.is_ready = True
        await super().__call__(scope, receive, send)


async def home(request):
    return PlainTextResponse("home")


app = Site(routes=[Route("/", home)])
app.add_middleware(SessionMiddleware, secret_key="change-me")
