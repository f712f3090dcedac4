from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


_cache = {}


def get_app():
    app = _cache.get("app")
    if app is None:
        app = FastAPI()
        _cache["app"] = app
    return app


get_app().add_middleware(Gate)
get_app().add_middleware(SessionMiddleware, secret_key="k")
app = get_app()


@app.get("/")
async def index():
    return {"ok": True}
