from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def home(request):
    return PlainTextResponse(request.session.get("user", "nobody"))


site = Starlette(routes=[Route("/", home)])
app = SessionMiddleware(site, secret_key="change-me")
app = SessionMiddleware(app, secret_key="change-me")
