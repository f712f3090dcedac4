from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


class Env:
    def __set__(self, owner, value):
        owner.key = value

    def __get__(self, owner, cls):
        return "env"


class Settings:
    env = Env()
    key = "one"


settings = Settings()
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=settings.key)
print(settings.env)
app.add_middleware(Guard)
