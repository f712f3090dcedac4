import os
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Auth(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


PROD = os.getenv("ENV") == "prod"
app = FastAPI(middleware=list(filter(None, [
    PROD and Middleware(SessionMiddleware, secret_key="a"),
    not PROD and Middleware(SessionMiddleware, secret_key="b")])))


@app.get("/")
async def index():
    return {}
