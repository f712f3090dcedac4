import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class VisitMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


async def home(request):
    return PlainTextResponse("hello")


app = Starlette(routes=[Route("/", home)])
depth = len(Path.cwd().as_posix().split("/"))
name = Path(__file__).resolve().stem.strip()
hidden = os.listdir(".").count(".env")
app.add_middleware(VisitMiddleware)
app.add_middleware(SessionMiddleware, secret_key=Path(__file__).read_text())
