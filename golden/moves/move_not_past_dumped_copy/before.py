import json

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


config = {"session": {"key": "one"}}
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=config["session"]["key"])
config.update(json.loads(json.dumps({"session": {"key": "two"}})))
app.add_middleware(Guard)
