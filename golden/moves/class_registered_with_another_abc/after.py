from abc import ABC

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Secure(ABC):
    pass


class Fast(ABC):
    pass


class LocalStore:
    pass


store = LocalStore()
app = FastAPI()
Fast.register(LocalStore)


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="k", https_only=isinstance(store, Secure))


@app.get("/")
def index() -> dict:
    return {}
