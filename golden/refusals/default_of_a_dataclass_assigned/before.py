from dataclasses import dataclass
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


@dataclass(init=False)
class Settings:
    secret_key: str = "k"
    cookie: str = "sid"

settings = Settings()

def make():
    return Settings()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=Settings.secret_key)
Settings.secret_key = "z"
app.add_middleware(Guard)
