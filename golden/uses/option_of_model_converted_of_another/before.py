from fastapi import FastAPI
from pydantic import BaseModel
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Options(BaseModel):
    per_session: bool = False
    limit: int = 10


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
app.add_middleware(Throttle, options=Options(per_session="off"))


@app.get("/")
async def index():
    return {"ok": True}
