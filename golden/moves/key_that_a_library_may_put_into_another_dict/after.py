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


CONFIG = {"title": "Shop"}
OTHER = {"title": "Shop"}

app = Starlette()
settings_loader.fill(OTHER)
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=CONFIG.get("secret", "k"))
