from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def home(request):
    return PlainTextResponse("ok")


class Part(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        self.use(request)
        return await call_next(request)


class Cart(Part):
    def use(self, request) -> None:
        request.session["cart"] = []


app = Starlette(routes=[Route("/", home)])
app.add_middleware(SessionMiddleware, secret_key="change-me")
for cls in Part.__subclasses__():
    app.add_middleware(cls)
