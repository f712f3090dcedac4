from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


async def home(request):
    return PlainTextResponse("ok")


from concurrent.futures import ThreadPoolExecutor

app = Starlette(routes=[Route("/", home)])


def sessions() -> None:
    app.add_middleware(SessionMiddleware, secret_key="change-me")


def gates() -> None:
    app.add_middleware(Gate)


with ThreadPoolExecutor(max_workers=1) as pool:
    list(pool.map(lambda install: install(), [gates, sessions]))
