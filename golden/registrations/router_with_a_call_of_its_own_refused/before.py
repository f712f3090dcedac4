from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, Router


class Counted(Router):
    async def __call__(self, scope, receive, send):
        scope["session"]["visits"] = 1
        await super().__call__(scope, receive, send)


async def home(request):
    return PlainTextResponse("ok")

router = Counted(routes=[Route("/", home)], middleware=[Middleware(SessionMiddleware, secret_key="k")])
app = Starlette(routes=[Mount("/", app=router)])
