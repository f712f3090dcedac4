import enum

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Key(enum.Enum):
    SESSION = "session"
    USER = "session"
    IP = "ip"
    ADDRESS = "ip"


class Throttle(BaseHTTPMiddleware):
    def __init__(self, app, key=Key.IP):
        super().__init__(app)
        self.key = key

    async def dispatch(self, request, call_next):
        if self.key is Key.SESSION or self.key.name == "SESSION":
            request.state.bucket = request.session.get("id")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Throttle, key=Key.USER)


@app.get("/")
async def index():
    return {"ok": True}
