from pathlib import Path
from pydantic_settings import BaseSettings, SettingsConfigDict
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")
    secret_key: str = "k"

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=Settings().secret_key)
Path(".env").write_text("A=1")
app.add_middleware(Guard)
