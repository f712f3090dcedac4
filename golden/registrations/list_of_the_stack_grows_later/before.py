from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tours(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.step = request.session.get("tour", 0)
        return await call_next(request)


layers = [Middleware(Tours)]
app = FastAPI()
app.user_middleware = layers
layers.insert(0, Middleware(SessionMiddleware, secret_key="change-me"))


@app.get("/")
async def home() -> str:
    return "ok"
