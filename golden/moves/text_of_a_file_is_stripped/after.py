import os
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

here = os.path.dirname(__file__)


class LocaleMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


app = FastAPI()
print(len(os.listdir(here)))
app.add_middleware(LocaleMiddleware)
app.add_middleware(SessionMiddleware, secret_key=Path(__file__).read_text().strip())


@app.get("/")
def home():
    return {}
