import weakref

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
    key = "one"

    def __init__(self):
        self.watchers = weakref.WeakSet()


class Watcher:
    def __init__(self, settings):
        self.settings = weakref.ref(settings)


settings = Settings()
app = Starlette()
watcher = Watcher(settings)
settings.watchers.add(watcher)
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=settings.key)
