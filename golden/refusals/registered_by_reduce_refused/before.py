from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


from functools import reduce


def add(app, spec):
    cls, options = spec
    app.add_middleware(cls, **options)
    return app


app = reduce(add, [(SessionMiddleware, {"secret_key": "k"}), (Count, {})], FastAPI())


@app.get("/")
def index(request: Request):
    return dict(request.session)
