from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


def wrapped(app, layers):
    if not layers:
        return app
    (layer, options), *rest = layers
    return layer(wrapped(app, rest), **options)


api = FastAPI()


@api.get("/")
def home():
    return {"ok": True}


app = wrapped(api, [(SessionMiddleware, {"secret_key": "key"}), (Gate, {})])
