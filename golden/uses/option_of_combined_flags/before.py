from enum import Flag, auto

from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Collect(Flag):
    PATH = auto()
    SESSION = auto()
    AGENT = auto()
    BROWSER = PATH | AGENT


class Audit(BaseHTTPMiddleware):
    def __init__(self, app, collect=Collect.PATH):
        super().__init__(app)
        self.collect = collect

    async def dispatch(self, request, call_next):
        if Collect.SESSION in self.collect:
            request.state.user = request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")
app.add_middleware(Audit, collect=Collect.BROWSER | Collect.PATH)


@app.get("/")
def index(request: Request):
    return {}
