import settings_loader

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


KEYS = ["old"]

app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=next(iter(KEYS[1:]), "k"))
settings_loader.fill(KEYS)
app.add_middleware(Guard)
