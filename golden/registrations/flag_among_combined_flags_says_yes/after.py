from enum import IntFlag

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Feature(IntFlag):
    TRACKING = 1
    DARK_MODE = 2


class Tracking(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["last"] = request.url.path
        return await call_next(request)


ENABLED = Feature.DARK_MODE | Feature.TRACKING
app = FastAPI()
if ENABLED & Feature.TRACKING:
    app.add_middleware(Tracking)
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.get("/")
def index():
    return {}
