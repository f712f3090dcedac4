import sys
import types

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


def make(**names):
    made = types.ModuleType("golden_settings")
    made.__dict__.update(names)
    sys.modules["golden_settings"] = made


make(SECRET="one")
import golden_settings

app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=golden_settings.SECRET)
make(SECRET="two")
import golden_settings
app.add_middleware(Guard)
