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
import threading

CONFIG = {"secret": "a" * 20}


def worker():
    CONFIG["secret"] = "b" * 20


t = threading.Thread(target=worker)
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=CONFIG["secret"])
