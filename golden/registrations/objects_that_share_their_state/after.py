from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Borg:
    _state = {}

    def __init__(self):
        self.__dict__ = self._state
        if not hasattr(self, "app"):
            self.app = FastAPI()


Borg().app.add_middleware(Gate)
Borg().app.add_middleware(SessionMiddleware, secret_key="k")
app = Borg().app


@app.get("/")
async def index():
    return {"ok": True}
