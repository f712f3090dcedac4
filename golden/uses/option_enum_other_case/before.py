import enum

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Mode(enum.Enum):
    SESSION = "session"
    TOKEN = "token"


class Auth(BaseHTTPMiddleware):
    def __init__(self, app, mode=Mode.SESSION):
        super().__init__(app)
        self.mode = mode

    async def dispatch(self, request, call_next):
        match self.mode:
            case Mode.SESSION:
                request.session.get("user")
            case Mode.TOKEN:
                request.headers.get("authorization")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Auth, mode=Mode.TOKEN)


@app.get("/")
async def index():
    return {"ok": True}
