import re

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


names = ["session", "tag"]
layers = [Middleware(SessionMiddleware, secret_key="k") if re.match("s", name) else Middleware(Tag) for name in names]
app = FastAPI(middleware=layers)


@app.get("/")
async def index():
    return {"ok": True}
