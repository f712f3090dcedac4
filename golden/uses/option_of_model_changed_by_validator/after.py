from fastapi import FastAPI
from pydantic import BaseModel, field_validator
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Options(BaseModel):
    key: str = "address"
    limit: int = 10

    @field_validator("key")
    @classmethod
    def expand(cls, value):
        return {"s": "session"}.get(value, value)


class Throttle(BaseHTTPMiddleware):
    def __init__(self, app, options):
        super().__init__(app)
        self.options = options

    async def dispatch(self, request, call_next):
        if self.options.key == "session":
            request.state.bucket = request.session.get("id")
        return await call_next(request)


app = FastAPI()
app.add_middleware(Throttle, options=Options(key="s"))
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
