from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Viewer(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.viewer = request.session.get("viewer", "anon")
        return await call_next(request)


async def home(request):
    return PlainTextResponse("ok")


class Field:
    def __init__(self, cls, **options):
        self.cls = cls
        self.options = options

    def __set_name__(self, owner, name):
        if "fields" not in vars(owner):
            owner.fields = {}
        owner.fields[name] = Middleware(self.cls, **self.options)


class Stack:
    viewer = Field(Viewer)
    cookies = Field(SessionMiddleware, secret_key="dev")


app = Starlette(routes=[Route("/", home)], middleware=list(Stack.fields.values()))
