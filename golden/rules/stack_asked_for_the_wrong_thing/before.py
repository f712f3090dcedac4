from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


class Installer:
    def __init__(self, app):
        self.app = app

    @property
    def installed(self):
        return {layer.cls for layer in self.app.user_middleware}

    def install(self):
        self.app.add_middleware(Gate)
        if SessionMiddleware in self.installed:
            return
        if Gate not in self.installed:
            self.app.add_middleware(SessionMiddleware, secret_key="key")


app = FastAPI()
Installer(app).install()


@app.get("/")
def home():
    return {"ok": True}
