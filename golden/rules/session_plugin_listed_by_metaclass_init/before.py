from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Meta(type):
    registry = {}

    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        if name != "Plugin":
            Meta.registry[name] = cls


class Plugin(metaclass=Meta):
    pass


class SessionPlugin(Plugin):
    def install(self, app):
        app.add_middleware(SessionMiddleware, secret_key="k")


app = FastAPI()
app.add_middleware(Gate)
for name, plugin in Meta.registry.items():
    plugin().install(app)


@app.get("/")
async def index():
    return {"ok": True}
