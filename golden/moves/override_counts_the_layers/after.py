from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = 1
        return await call_next(request)


async def home(request):
    return PlainTextResponse("home")


app = Starlette(routes=[Route("/", home)])


class Counting(Starlette):
    count = 0

    def add_middleware(self, *args, **kwargs):
        Counting.count += 1
        super().add_middleware(*args, **kwargs)


app = Counting(routes=[Route("/", home)])
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key="a" * 20)
