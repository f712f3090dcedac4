from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


class Registry:
    def __init__(self):
        self.entries = []

    def add(self, cls, order=0, **options):
        self.entries.append((order, cls, options))

    def install(self, app):
        for _, cls, options in sorted(self.entries, key=lambda e: e[0]):
            app.add_middleware(cls, **options)


registry = Registry()
registry.add(SessionMiddleware, order=10, secret_key="k")
registry.add(Count)
app = FastAPI()
registry.install(app)


@app.get("/")
def index(request: Request):
    return dict(request.session)
