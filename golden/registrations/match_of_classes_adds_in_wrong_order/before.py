from dataclasses import dataclass

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


@dataclass
class Layer:
    kind: str
    secret: str = ""


@dataclass
class Nothing:
    pass


def install(app, spec):
    match spec:
        case Layer("session", secret):
            app.add_middleware(SessionMiddleware, secret_key=secret)
        case Layer(kind="tag"):
            app.add_middleware(Tag)
        case Nothing():
            pass


app = FastAPI()
for spec in (Layer("session", "k"), Nothing(), Layer("tag")):
    install(app, spec)


@app.get("/")
async def index():
    return {"ok": True}
