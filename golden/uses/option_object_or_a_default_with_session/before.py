from dataclasses import dataclass

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


@dataclass
class Options:
    key: str = "session"


class Limit(BaseHTTPMiddleware):
    def __init__(self, app, options=None):
        super().__init__(app)
        self.options = options or Options()

    async def dispatch(self, request, call_next):
        if self.options.key == "session":
            request.session.setdefault("hits", 0)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Limit)


@app.get("/")
async def index():
    return {"ok": True}
