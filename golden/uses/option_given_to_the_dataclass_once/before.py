from dataclasses import InitVar, dataclass

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


@dataclass
class Options:
    key: InitVar[str]

    def __post_init__(self, key):
        self.by_session = key == "session"


class Limit(BaseHTTPMiddleware):
    def __init__(self, app, options):
        super().__init__(app)
        self.options = options

    async def dispatch(self, request, call_next):
        if self.options.by_session:
            request.session.setdefault("hits", 0)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Limit, options=Options("ip"))


@app.get("/")
async def index():
    return {"ok": True}
