import importlib
import pkgutil

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


values = {"key": "a"}

app = FastAPI()
for found in pkgutil.iter_modules(["addons"]):
    print(found.name)
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=values["key"])
