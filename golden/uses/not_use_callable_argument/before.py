from collections import Counter

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class RateLimit(BaseHTTPMiddleware):
    def __init__(self, app, key_func, limit=100):
        super().__init__(app)
        self.key_func = key_func
        self.limit = limit
        self.hits = Counter()

    async def dispatch(self, request, call_next):
        key = self.key_func(request)
        self.hits[key] += 1
        if self.hits[key] > self.limit:
            return JSONResponse({"detail": "slow down"}, status_code=429)
        return await call_next(request)


def by_user(request: Request) -> str:
    return request.session.get("user") or request.client.host


def by_address(request: Request) -> str:
    return request.client.host


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(RateLimit, key_func=by_address, limit=10)


@app.get("/")
async def home(request: Request):
    return {"you": by_user(request)}
