from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class SessionLayer(Middleware):
    def __init__(self, key):
        super().__init__(SessionMiddleware, secret_key=key)


app = FastAPI(middleware=[SessionLayer("k"), Middleware(Gate)])


@app.get("/")
async def index():
    return {"ok": True}
