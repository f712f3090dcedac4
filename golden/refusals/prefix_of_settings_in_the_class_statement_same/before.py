from functools import lru_cache
from pydantic_settings import BaseSettings, SettingsConfigDict
import os
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Settings(BaseSettings, env_prefix="SHOP_"):
    secret_key: str = "k"

def load() -> Settings:
    return Settings()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=load().secret_key)
os.environ["SHOP_SECRET_KEY"] = "x"
app.add_middleware(Guard)
