import contextlib
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

names = []


class LocaleMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


app = FastAPI()
with contextlib.chdir("data"):
    names.append("data")
app.add_middleware(LocaleMiddleware)
app.add_middleware(SessionMiddleware, secret_key=Path("secret.key").read_text().strip())


@app.get("/")
def home():
    return {}
