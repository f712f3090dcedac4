from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


LAST = {"key": "none"}


class Slot:
    def __set_name__(self, owner, name):
        LAST["key"] = name


class Plain:
    pass

app = FastAPI()
class Settings:
    key = Plain()
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=LAST["key"])
