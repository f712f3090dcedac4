from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


_app = None


def get_app():
    global _app
    if _app is None:
        _app = FastAPI()
    return _app


get_app().add_middleware(SessionMiddleware, secret_key="k")
get_app().add_middleware(Gate)
app = get_app()


@app.get("/")
async def index():
    return {"ok": True}
