from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Never(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["seen"] = True
        return await call_next(request)


async def root(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(request.session)))


app = Starlette(routes=[Route("/", root)])
app.add_middleware(Never)
app.middleware_stack = SessionMiddleware(app.router, secret_key="ms")
