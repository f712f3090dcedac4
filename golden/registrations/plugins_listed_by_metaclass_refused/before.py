from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Meta(type):
    registry = []

    def __new__(mcs, name, bases, namespace):
        cls = super().__new__(mcs, name, bases, namespace)
        if bases:
            mcs.registry.append(cls)
        return cls


class Plugin(metaclass=Meta):
    pass


class SessionPlugin(Plugin):
    def install(self, app):
        app.add_middleware(SessionMiddleware, secret_key="k")


class AuthPlugin(Plugin):
    def install(self, app):
        app.add_middleware(Gate)


app = FastAPI()
for plugin in Meta.registry:
    plugin().install(app)


@app.get("/")
async def index():
    return {"ok": True}
