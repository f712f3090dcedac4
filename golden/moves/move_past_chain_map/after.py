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


defaults = {"key": "one"}
local = {}
config = ChainMap(local, defaults)
app = Starlette()
print(config.maps[0])
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=config["key"])
