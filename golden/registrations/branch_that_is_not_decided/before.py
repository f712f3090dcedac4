import re

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


app = FastAPI()
for line in ("tag", "session secret=k"):
    if found := re.match(r"session secret=(\w+)", line):
        app.add_middleware(SessionMiddleware, secret_key=found[1])
    else:
        app.add_middleware(Tag)


@app.get("/")
async def index():
    return {"ok": True}
