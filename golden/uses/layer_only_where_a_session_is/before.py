from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Auth(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


def setup(app):
    if any(m.cls is SessionMiddleware for m in app.user_middleware):
        app.add_middleware(Auth)


app = FastAPI()
setup(app)


@app.get("/")
async def index():
    return {}
