from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


class Sessions:
    secret = "k"


class Tags:
    pass


specs = [Sessions(), Tags()]
layers = [
    Middleware(SessionMiddleware, secret_key=spec.secret) if isinstance(spec, Sessions) else Middleware(Tag) for spec in specs
]
app = FastAPI(middleware=layers)


@app.get("/")
async def index():
    return {"ok": True}
