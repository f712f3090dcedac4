from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Plugin:
    registry = []

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Plugin.registry.append(cls)

    def install(self, app):
        raise NotImplementedError


class SessionPlugin(Plugin):
    def install(self, app):
        app.add_middleware(SessionMiddleware, secret_key="k")


class AuthPlugin(Plugin):
    def install(self, app):
        app.add_middleware(Gate)


app = FastAPI()
for plugin in Plugin.registry:
    plugin().install(app)


@app.get("/")
async def index():
    return {"ok": True}
