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


app = FastAPI()

try:
    limit = int(os.environ.get("GOLDEN_LIMIT", "10"))
    app.add_middleware(Count, limit=limit)
    app.add_middleware(SessionMiddleware, secret_key="change-me")
finally:
    print("the layers are registered")


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
