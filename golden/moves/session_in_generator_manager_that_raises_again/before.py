import os
from contextlib import contextmanager


from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


@contextmanager
def optional(kind):
    try:
        yield
    except kind as problem:
        raise SystemExit(str(problem))


app = FastAPI()

with optional(ValueError):
    app.add_middleware(SessionMiddleware, secret_key="change-me")
    app.state.limit = int(os.environ.get("GOLDEN_LIMIT", "10"))
    app.add_middleware(Count)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
