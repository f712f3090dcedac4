import re

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


FOUND = {"key": "none"}


def collect(match):
    FOUND[match[1]] = match[2]
    return ""


def upper(match):
    return match[2].upper()

app = FastAPI()
rest = re.sub(r"(\w+)=(\w+);", upper, "key=hunter;")
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=FOUND["key"])
