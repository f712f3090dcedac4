from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


@dataclass(order=True)
class Layer:
    priority: int
    cls: Any = field(compare=False)
    options: dict = field(default_factory=dict, compare=False)


class Locale(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.state.locale = request.session.get("locale", "en")
        return await call_next(request)


LAYERS = [
    Layer(30, SessionMiddleware, {"secret_key": "secret"}),
    Layer(20, Locale),
]

app = FastAPI()
for layer in sorted(LAYERS):
    app.add_middleware(layer.cls, **layer.options)


@app.get("/")
async def index():
    return {}
