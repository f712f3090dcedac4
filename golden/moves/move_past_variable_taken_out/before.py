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


os.environ.setdefault("GOLDEN_KEY", "one")
KEY = os.environ["GOLDEN_KEY"]
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=KEY)
os.environ.pop("GOLDEN_KEY")
app.add_middleware(Guard)
