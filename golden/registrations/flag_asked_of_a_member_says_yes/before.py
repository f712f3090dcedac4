from enum import Enum

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Feature(Enum):
    TRACKING = 1
    DARK_MODE = 2

    @property
    def is_on(self):
        if self in OFF:
            return False
        return True



class Tracking(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["last"] = request.url.path
        return await call_next(request)


OFF = frozenset({Feature.DARK_MODE})
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")
if Feature.TRACKING.is_on:
    app.add_middleware(Tracking)


@app.get("/")
def index():
    return {}
