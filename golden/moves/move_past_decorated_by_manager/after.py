from contextlib import contextmanager

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


config = {"key": "a"}


@contextmanager
def elevated():
    config["key"] = "b"
    yield


@contextmanager
def timed():
    print("begins")
    yield


@elevated()
def prepare():
    return True


@timed()
def measure():
    return True

app = FastAPI()
measure()
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=config["key"])
