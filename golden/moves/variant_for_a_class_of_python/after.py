from decimal import Decimal
from functools import singledispatch

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

KEY = "key"


@singledispatch
def encode(value):
    return repr(value)


class LocaleMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


app = FastAPI()
encode.register(Decimal, lambda value: f"{value:.2f}")
app.add_middleware(LocaleMiddleware)
app.add_middleware(SessionMiddleware, secret_key=encode(KEY))


@app.get("/")
def home():
    return {}
