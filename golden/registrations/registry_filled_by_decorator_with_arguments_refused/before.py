from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


LAYERS = []


def layer(order):
    def register(cls):
        LAYERS.append((order, cls))
        return cls

    return register


@layer(order=2)
class Auth(Gate):
    pass


@layer(order=1)
class Session(SessionMiddleware):
    def __init__(self, app):
        super().__init__(app, secret_key="k")


app = FastAPI()
for _, cls in sorted(LAYERS, key=lambda pair: pair[0]):
    app.add_middleware(cls)


@app.get("/")
async def index():
    return {"ok": True}
