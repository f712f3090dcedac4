from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


NAMES = ["end"]
LAYERS = {}


def add(name, layer, under=None, over=None, **options):
    LAYERS[name] = Middleware(layer, **options)
    if under is not None:
        NAMES.insert(NAMES.index(under) + 1, name)
    else:
        NAMES.insert(NAMES.index(over), name)


add("gate", Gate, under="end")
add("session", SessionMiddleware, over="gate", secret_key="key")
app = FastAPI(middleware=[LAYERS[name] for name in NAMES if name != "end"])


@app.get("/")
def home():
    return {"ok": True}
