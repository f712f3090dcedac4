from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


import os
from starlette.middleware.gzip import GZipMiddleware

app = FastAPI(
    middleware=[
        m
        for m in (
            Middleware(GZipMiddleware) if os.environ.get("ZIP") else None,
            Middleware(SessionMiddleware, secret_key="k"),
            Middleware(Count),
        )
        if m is not None
    ]
)


@app.get("/")
def index(request: Request):
    return dict(request.session)
