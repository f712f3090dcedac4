from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def home(request):
    return PlainTextResponse("ok")


def as_layer(function):
    async def dispatch(self, request, call_next):
        await function(request)
        return await call_next(request)

    return type(f"Layer_{function.__name__}", (BaseHTTPMiddleware,), {"dispatch": dispatch})


@as_layer
async def remember(request):
    request.session["seen"] = True


app = Starlette(routes=[Route("/", home)])
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(remember)
