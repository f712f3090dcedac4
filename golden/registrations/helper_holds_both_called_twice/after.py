from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


def add_layers(web: FastAPI, secret: str) -> FastAPI:
    web.add_middleware(Count)
    web.add_middleware(SessionMiddleware, secret_key=secret)
    return web


admin = add_layers(FastAPI(), "admin")
app = add_layers(FastAPI(), "web")
app.mount("/admin", admin)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
