import json

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

handle = open("settings.json")
settings = json.load(handle)


class LocaleMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


app = FastAPI()
handle.close()
app.add_middleware(LocaleMiddleware)
app.add_middleware(SessionMiddleware, secret_key=settings["key"])


@app.get("/")
def home():
    return {}
