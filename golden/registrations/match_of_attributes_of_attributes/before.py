from dataclasses import dataclass

from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


@dataclass
class Sessions:
    key: str


@dataclass
class Options:
    sessions: Sessions


def install(app: FastAPI, options: Options) -> None:
    match options:
        case Options(sessions=Sessions(key=key)) if key.strip():
            app.add_middleware(SessionMiddleware, secret_key=key)
            app.add_middleware(Count)


app = FastAPI()
install(app, Options(Sessions("k")))


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
