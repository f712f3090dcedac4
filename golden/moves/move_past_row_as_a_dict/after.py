from typing import NamedTuple

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


class Settings(NamedTuple):
    key: str = "one"
    max_age: int = 60


settings = Settings()
app = Starlette()
shown = settings._asdict()
shown["key"] = "***"
app.state.settings = shown
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=settings.key, max_age=settings.max_age)
