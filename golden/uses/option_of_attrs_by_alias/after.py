from attrs import define, field
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


@define
class Options:
    per_session: bool = field(default=False, alias="by_session")


class Throttle(BaseHTTPMiddleware):
    def __init__(self, app, options):
        super().__init__(app)
        self.options = options

    async def dispatch(self, request, call_next):
        if self.options.per_session:
            request.state.bucket = request.session.get("id")
        return await call_next(request)


app = FastAPI()
app.add_middleware(Throttle, options=Options(by_session=True))
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
