from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Auth(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


LAYERS = [Middleware(Auth), Middleware(SessionMiddleware, secret_key="s")]
LAYERS[1].kwargs["max_age"] = 60
app = FastAPI(middleware=[m for m in LAYERS if m])


@app.get("/")
async def index():
    return {}
