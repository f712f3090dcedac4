import dataclasses

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


@dataclasses.dataclass
class Options:
    key: str = "session"
    prefix: str = ""


DEFAULTS = Options()


class Limit(BaseHTTPMiddleware):
    def __init__(self, app, options=DEFAULTS):
        super().__init__(app)
        self.options = options

    async def dispatch(self, request, call_next):
        if self.options.key == "session":
            request.session.setdefault("hits", 0)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Limit, options=dataclasses.replace(DEFAULTS, key="ip"))


@app.get("/")
async def index():
    return {"ok": True}
