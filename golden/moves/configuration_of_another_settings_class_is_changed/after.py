from pydantic_settings import BaseSettings
from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


class Settings(BaseSettings):
    cookie: str = "sid"


class Mail(BaseSettings):
    host: str = "localhost"


app = Starlette()
Mail.model_config["env_prefix"] = "TEST_"
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key="k", session_cookie=Settings().cookie)
