import os

from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    def __init__(self, app, limit: int):
        super().__init__(app)
        self.limit = limit

    async def dispatch(self, request: Request, call_next):
        visits = min(request.session.get("visits", 0) + 1, self.limit)
        request.session["visits"] = visits
        return await call_next(request)


os.environ.setdefault("GOLDEN_LIMIT", "10")

app = FastAPI()

try:
    app.add_middleware(SessionMiddleware, secret_key="change-me")
    app.add_middleware(Count, limit=int(os.environ["GOLDEN_LIMIT"]))
except KeyError:
    print("GOLDEN_LIMIT is not set")


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
