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

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)
        if name == "env":
            object.__setattr__(self, "key", value + "-key")


settings = Settings()
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=settings.key)
settings.debug = True
app.add_middleware(Guard)
