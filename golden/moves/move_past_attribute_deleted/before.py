from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Settings:
    key = "of the class"


settings, other = Settings(), Settings()
settings.key = other.key = "of the object"

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.key)
del other.key
app.add_middleware(Guard)
