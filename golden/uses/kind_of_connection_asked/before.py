from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.websockets import WebSocket


class Users(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if isinstance(request, WebSocket):
            request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Users)


@app.get("/")
async def index():
    return {"ok": True}
