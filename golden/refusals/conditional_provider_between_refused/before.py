import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class MemoryStore:
    def __init__(self, app):
        self.app = app
        self.data = {}

    async def __call__(self, scope, receive, send):
        scope["session"] = self.data
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")

if os.environ.get("GOLDEN_MEMORY_STORE"):
    app.add_middleware(MemoryStore)


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
