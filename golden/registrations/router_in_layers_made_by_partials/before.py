from functools import partial

from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, Router


async def home(request):
    return PlainTextResponse("home")


def counted(inner, *, name):
    async def count(scope, receive, send):
        if scope["type"] == "http":
            scope["session"][name] = scope["session"].get(name, 0) + 1
        await inner(scope, receive, send)

    return count


app = Router([Route("/", home)])
for wrap in (partial(SessionMiddleware, secret_key="change-me"), partial(counted, name="visits")):
    app = wrap(app)
