from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class SingletonMeta(type):
    _instances = {}

    def __call__(cls, *args, **kwargs):
        if cls not in cls._instances:
            cls._instances[cls] = super().__call__(*args, **kwargs)
        return cls._instances[cls]


class Server(metaclass=SingletonMeta):
    def __init__(self):
        self.app = FastAPI()


Server().app.add_middleware(SessionMiddleware, secret_key="k")
Server().app.add_middleware(Gate)
app = Server().app


@app.get("/")
async def index():
    return {"ok": True}
