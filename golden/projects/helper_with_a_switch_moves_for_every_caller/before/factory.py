from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


class Recorder(Gate):
    pass


def create_app(testing=False):
    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key="secret")
    app.add_middleware(Gate)
    if testing:
        app.add_middleware(Recorder)

    @app.get("/")
    async def index():
        return {}

    return app
