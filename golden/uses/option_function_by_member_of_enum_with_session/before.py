import enum

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class By(enum.Enum):
    IP = "ip"
    SESSION = "session"


def by_ip(request):
    return request.client


def by_session(request):
    return request.session.get("user")


KEYS = {By.IP: by_ip, By.SESSION: by_session}


class Limit(BaseHTTPMiddleware):
    def __init__(self, app, by=By.SESSION):
        super().__init__(app)
        self.key = KEYS[by]
        self.other = KEYS.get(by)

    async def dispatch(self, request, call_next):
        request.state.key = self.key(request), self.other(request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Limit, by=By.SESSION)


@app.get("/")
async def index():
    return {"ok": True}
