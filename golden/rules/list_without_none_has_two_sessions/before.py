from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Auth(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


layers = [Middleware(SessionMiddleware, secret_key="a"), None, Middleware(Auth), Middleware(SessionMiddleware, secret_key="b")]
app = FastAPI(middleware=[m for m in layers if m is not None])


@app.get("/")
async def index():
    return {}
