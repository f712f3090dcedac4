import os
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Auth(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


mw = [Middleware(SessionMiddleware, secret_key="s"), Middleware(Auth)]
if os.getenv("SHOP_TESTING"):
    mw.pop(0)
app = FastAPI(middleware=mw)


@app.get("/")
async def index():
    return {}
