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


class Extra(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="a" * 20)
has_extra = any(layer.cls is Extra for layer in app.user_middleware)
print(has_extra)
app.add_middleware(Guard)
