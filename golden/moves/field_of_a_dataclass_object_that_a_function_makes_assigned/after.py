from dataclasses import dataclass
import copy
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


@dataclass
class Settings:
    secret_key: str = "k"
    cookie: str = "sid"

settings = Settings()

def make():
    return Settings()

app = FastAPI()
make().secret_key = "x"
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=settings.secret_key)
