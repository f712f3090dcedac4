from fastapi import FastAPI
from pydantic.dataclasses import dataclass
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


@dataclass
class Options:
    limit: int = 10
    per_session: bool = False


class Throttle(BaseHTTPMiddleware):
    def __init__(self, app, options):
        super().__init__(app)
        self.options = options

    async def dispatch(self, request, call_next):
        if self.options.per_session is True:
            request.state.bucket = request.session.get("id")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Throttle, options=Options(5, False))


@app.get("/")
async def index():
    return {"ok": True}
