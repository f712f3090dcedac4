from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


from dataclasses import dataclass, field


def make_api():
    return FastAPI(title="api")


@dataclass
class Server:
    secret: str = "k"
    app: FastAPI = field(default_factory=make_api)

    def __post_init__(self):
        self.app.add_middleware(Count)
        self.app.add_middleware(SessionMiddleware, secret_key=self.secret)


app = Server().app


@app.get("/")
def index(request: Request):
    return dict(request.session)
