import json

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Mood:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["mood"] = scope["session"].get("mood")
        await self.app(scope, receive, send)


TEXT = '{"mood": {"order": 5, "enabled": true}, "session": {"order": 10, "enabled": true}}'
TABLE = json.loads(TEXT)
LAYERS = {"mood": Middleware(Mood), "session": Middleware(SessionMiddleware, secret_key="x")}


def middleware():
    chosen = [(entry["order"], name) for name, entry in TABLE.items() if entry["enabled"]]
    return [LAYERS[name] for _, name in sorted(chosen)]


async def index(request):
    return PlainTextResponse("index")


app = Starlette(routes=[Route("/", index)], middleware=middleware())
