from functools import partial

from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def count(key, request, call_next):
    request.session[key] = request.session.get(key, 0) + 1
    return await call_next(request)


async def home(request):
    return PlainTextResponse(str(request.session["pages"]))


app = Starlette(routes=[Route("/", home)])
app.add_middleware(BaseHTTPMiddleware, dispatch=partial(count, "pages"))
app.add_middleware(SessionMiddleware, secret_key="change-me")
