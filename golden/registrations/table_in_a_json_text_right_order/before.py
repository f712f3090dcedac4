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


import json

LAYERS = json.loads(
    """
[
    {"name": "gate", "options": {}},
    {"name": "session", "options": {"secret_key": "change-me"}}
]
"""
)
KNOWN = {"gate": Gate, "session": SessionMiddleware}

app = Starlette(routes=[Route("/", home)])
for layer in LAYERS:
    app.add_middleware(KNOWN[layer["name"]], **layer["options"])
