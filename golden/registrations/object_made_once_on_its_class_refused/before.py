from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Server:
    _instance = None

    def __init__(self):
        self.app = FastAPI()

    @classmethod
    def instance(cls):
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance


Server.instance().app.add_middleware(SessionMiddleware, secret_key="k")
Server.instance().app.add_middleware(Gate)
app = Server.instance().app


@app.get("/")
async def index():
    return {"ok": True}
