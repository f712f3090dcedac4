from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Auth(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


from conf import load_overrides, settings

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.key)
load_overrides()
app.add_middleware(Auth)


@app.get("/")
async def index():
    return {}
