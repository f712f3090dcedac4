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


settings = Settings()
other = Settings()
find = weakref.ref(settings)
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=find().key)
del settings
app.add_middleware(Guard)
