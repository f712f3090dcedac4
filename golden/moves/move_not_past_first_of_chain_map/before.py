from collections import ChainMap

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


config = ChainMap({}, {"key": "one", "cookie": "sid"})
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=config["key"], session_cookie=config["cookie"])
testing = config.new_child({"size": 50})
config["cookie"] = testing.get("cookie") + "2"
app.add_middleware(Guard)
