from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)


app = FastAPI(
    middleware=[
        Middleware(BaseHTTPMiddleware, guard),
        Middleware(SessionMiddleware, "k"),
    ]
)


@app.get("/")
async def index():
    return {"ok": True}
