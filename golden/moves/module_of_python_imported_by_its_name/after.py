import importlib
import os

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


app = Starlette()
importlib.import_module("json")
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key="k", same_site=os.getenv("GOLDEN_SITE", "lax"))
