from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


def singleton(cls):
    instances = {}

    def get(*args, **kwargs):
        if cls not in instances:
            instances[cls] = cls(*args, **kwargs)
        return instances[cls]

    return get


@singleton
class Server:
    def __init__(self):
        self.app = FastAPI()


Server().app.add_middleware(Gate)
Server().app.add_middleware(SessionMiddleware, secret_key="k")
app = Server().app


@app.get("/")
async def index():
    return {"ok": True}
