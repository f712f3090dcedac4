import os
from functools import lru_cache

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


class Settings:
    def __init__(self):
        self.key = os.getenv("GOLDEN_KEY", "one")
        self.title = "shop"


@lru_cache
def get_settings():
    return Settings()


app = Starlette()
app.state.title = get_settings().title
app.state.asked = get_settings.cache_parameters()["maxsize"]
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=get_settings().key)
