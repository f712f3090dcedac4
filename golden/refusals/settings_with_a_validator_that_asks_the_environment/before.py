from functools import lru_cache
from pydantic_settings import BaseSettings, SettingsConfigDict
import os
from pydantic import SecretStr, field_validator
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Settings(BaseSettings):
    model_config = {"env_prefix": "SHOP_"}
    secret_key: SecretStr
    @property
    def x(self): return self.secret_key.get_secret_value()
    @field_validator("secret_key")
    @classmethod
    def check(cls, v):
        return os.environ.get("CACHE_URL", v)

def load() -> Settings:
    return Settings()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=load().secret_key)
os.environ["CACHE_URL"] = "x"
app.add_middleware(Guard)
