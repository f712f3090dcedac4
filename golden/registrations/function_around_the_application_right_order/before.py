from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def home(request):
    return PlainTextResponse("ok")


def with_cart(inner):
    async def asgi(scope, receive, send):
        if scope["type"] == "http":
            scope["session"].setdefault("cart", [])
        await inner(scope, receive, send)

    return asgi


app = Starlette(routes=[Route("/", home)])
app = with_cart(app)
app = SessionMiddleware(app, secret_key="change-me")
