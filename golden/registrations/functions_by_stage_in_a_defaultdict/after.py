from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def home(request):
    return PlainTextResponse("ok")


from collections import defaultdict

STAGES = defaultdict(list)


def at(stage: str):
    def keep(function):
        STAGES[stage].append(function)
        return function

    return keep


@at("late")
async def gate(request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)


app = Starlette(routes=[Route("/", home)])
for function in STAGES["late"]:
    app.add_middleware(BaseHTTPMiddleware, dispatch=function)
app.add_middleware(SessionMiddleware, secret_key="change-me")
