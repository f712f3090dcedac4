from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Plugin:
    registry = []

    def __init_subclass__(cls, order=0, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.registry.append((order, cls))


class SessionPlugin(Plugin, order=3):
    def install(self, app):
        app.add_middleware(SessionMiddleware, secret_key="k")


app = FastAPI()
app.add_middleware(Gate)
for order, plugin in Plugin.registry:
    plugin().install(app)


@app.get("/")
async def index():
    return {"ok": True}
