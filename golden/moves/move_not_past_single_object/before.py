from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Settings:
    one = None

    def __new__(cls, key):
        if cls.one is None:
            cls.one = super().__new__(cls)
        return cls.one

    def __init__(self, key):
        self.key = key


class Other:
    def __init__(self, key):
        self.key = key


settings = Settings("a")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.key)
again = Settings("b")
app.add_middleware(Guard)
