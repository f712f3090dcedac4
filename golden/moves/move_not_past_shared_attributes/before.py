from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Borg:
    shared = {"key": "a"}

    def __init__(self):
        self.__dict__ = self.shared


one, two = Borg(), Borg()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=one.key)
two.key = "b"
app.add_middleware(Guard)
