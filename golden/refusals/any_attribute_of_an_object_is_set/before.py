import os

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

class LazySettings:
    secret = "placeholder"

    def __getattr__(self, name):
        self.__dict__.update(os.environ)
        return "sqlite://"


settings = LazySettings()


class LocaleMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.secret)
print(settings.dsn)
app.add_middleware(LocaleMiddleware)


@app.get("/")
def home():
    return {}
