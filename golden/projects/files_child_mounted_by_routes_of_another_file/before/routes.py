from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from admin import admin


async def home(request):
    return PlainTextResponse("home")


routes = [Route("/", home), Mount("/admin", app=admin)]
