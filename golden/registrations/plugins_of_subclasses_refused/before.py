from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Plugin:
    pass


class SessionPlugin(Plugin):
    def install(self, app):
        app.add_middleware(SessionMiddleware, secret_key="k")


class AuthPlugin(Plugin):
    def install(self, app):
        app.add_middleware(Gate)


app = FastAPI()
for plugin in Plugin.__subclasses__():
    plugin().install(app)


@app.get("/")
async def index():
    return {"ok": True}
