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
app.add_middleware(SessionMiddleware, secret_key=values["key"])
for found in pkgutil.iter_modules(["addons"]):
    importlib.import_module(f"addons.{found.name}")
app.add_middleware(Guard)
