import enum

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Source(enum.Enum):
    SESSION = "session"
    HEADER = "header"

    def read(self, request):
        if self is Source.SESSION:
            return request.session.get("user")
        return request.headers.get("user")


class Check(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        for source in Source:
            source.read(request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(Check)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
