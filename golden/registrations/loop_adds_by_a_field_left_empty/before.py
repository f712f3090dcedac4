from dataclasses import dataclass

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


@dataclass
class Spec:
    name: str
    secret: str | None = None


app = FastAPI()
for spec in [Spec("tag"), Spec("session", "k")]:
    if spec.secret: app.add_middleware(SessionMiddleware, secret_key=spec.secret)
    else: app.add_middleware(Tag)


@app.get("/")
async def index():
    return {"ok": True}
