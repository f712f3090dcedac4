from dataclasses import dataclass

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


@dataclass
class Sessions:
    secret: str


@dataclass
class Tags:
    pass


app = FastAPI()
for spec in (Sessions("k"), Tags()):
    if isinstance(spec, Sessions):
        app.add_middleware(SessionMiddleware, secret_key=spec.secret)
    else:
        app.add_middleware(Tag)


@app.get("/")
async def index():
    return {"ok": True}
