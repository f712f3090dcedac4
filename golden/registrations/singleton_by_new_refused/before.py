from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Server:
    _instance = None

    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.app = FastAPI()
        return cls._instance


Server().app.add_middleware(SessionMiddleware, secret_key="k")
Server().app.add_middleware(Gate)
app = Server().app


@app.get("/")
async def index():
    return {"ok": True}
