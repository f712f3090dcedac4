from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Factory:
    _app = None

    @property
    def app(self):
        if not self._app:
            self._app = FastAPI()
        return self._app


factory = Factory()
factory.app.add_middleware(SessionMiddleware, secret_key="k")
factory.app.add_middleware(Gate)
app = factory.app


@app.get("/")
async def index():
    return {"ok": True}
