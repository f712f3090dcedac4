from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


app = FastAPI()


def add(layer):
    if layer == "tag":
        app.add_middleware(Tag)
    elif layer is SessionMiddleware:
        app.add_middleware(SessionMiddleware, secret_key="k")
    else:
        app.add_middleware(layer)


add(GZipMiddleware)
add(Tag)
add(SessionMiddleware)


@app.get("/")
async def index():
    return {"ok": True}
