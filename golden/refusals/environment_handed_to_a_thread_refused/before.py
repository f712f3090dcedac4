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
import os, threading

os.environ["SECRET"] = "a"
app.add_middleware(SessionMiddleware, secret_key=os.getenv("SECRET"))
t = threading.Thread(target=os.environ.update, args=({"SECRET": "b"},))
t.start()
t.join()
app.add_middleware(Guard)
