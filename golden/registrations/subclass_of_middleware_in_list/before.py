from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Layer(Middleware):
    pass


app = FastAPI(middleware=[Layer(Gate), Layer(SessionMiddleware, secret_key="k")])


@app.get("/")
async def index():
    return {"ok": True}
