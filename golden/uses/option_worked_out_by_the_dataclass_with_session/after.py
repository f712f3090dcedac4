from dataclasses import dataclass

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


@dataclass
class Options:
    key: str

    def __post_init__(self):
        self.by_session = self.key == "session"


class Limit(BaseHTTPMiddleware):
    def __init__(self, app, options):
        super().__init__(app)
        self.options = options

    async def dispatch(self, request, call_next):
        if self.options.by_session:
            request.session.setdefault("hits", 0)
        return await call_next(request)


app = FastAPI()
app.add_middleware(Limit, options=Options("session"))
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
