import itertools

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


TABLE = {"key": "a"}


def put(name, value):
    TABLE[name] = value


def pair(name, value):
    return name + value

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=TABLE["key"])
done = list(itertools.starmap(pair, [("key", "b")]))
app.add_middleware(Guard)
