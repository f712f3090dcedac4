import json
import os

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from telling import told


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


app = FastAPI()
settings = json.loads(os.environ.get("SETTINGS", '{"cookie": {"key": "k"}, "title": {"key": "t"}}'))
app.add_middleware(SessionMiddleware, secret_key=settings["cookie"]["key"])
told(settings)
app.add_middleware(Guard)
