from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def home(request):
    return PlainTextResponse("home")


layers = [Middleware(SessionMiddleware, secret_key="change-me")]
if SessionMiddleware not in [layer.cls for layer in layers]:
    layers.append(Middleware(SessionMiddleware, secret_key="other"))
app = Starlette(routes=[Route("/", home)], middleware=layers)
