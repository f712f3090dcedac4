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
import io, logging

buffer = io.StringIO()
buffer.write("a" * 20)
log = logging.getLogger("shop")
log.addHandler(logging.StreamHandler(io.StringIO()))
app.add_middleware(SessionMiddleware, secret_key=buffer.getvalue())
log.warning("hello")
app.add_middleware(Guard)
