from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Container:
    def __init__(self):
        self._factories = {}
        self._instances = {}

    def register(self, name, factory):
        self._factories[name] = factory

    def get(self, name):
        if name not in self._instances:
            self._instances[name] = self._factories[name]()
        return self._instances[name]


container = Container()
container.register("app", lambda: FastAPI())
container.get("app").add_middleware(SessionMiddleware, secret_key="k")
container.get("app").add_middleware(Gate)
app = container.get("app")


@app.get("/")
async def index():
    return {"ok": True}
