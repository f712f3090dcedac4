import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Tenant:
    _known = {}

    def __new__(cls, name, key="none"):
        if name not in cls._known or os.getenv("FRESH"):
            cls._known[name] = super().__new__(cls)
        return cls._known[name]

    def __init__(self, name, key="none"):
        self.name = name
        self.key = key


shop = Tenant("shop", "s3cret")
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=shop.key)
OTHER = Tenant("shop", "b1")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
