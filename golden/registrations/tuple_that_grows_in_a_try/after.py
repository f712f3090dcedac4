import importlib

from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


LAYERS = (Count,)
for name in ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"):
    try:
        LAYERS += (importlib.import_module(f"extra_layers.{name}").Layer,)
    except ImportError:
        pass
    try:
        LAYERS += (importlib.import_module(f"more_layers.{name}").Layer,)
    except ImportError:
        pass

app = FastAPI()
for layer in LAYERS:
    app.add_middleware(layer)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
