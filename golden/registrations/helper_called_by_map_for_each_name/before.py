from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


app = FastAPI()


def names():
    yield "tag"
    yield "session"


def add(name):
    if name == "session":
        app.add_middleware(SessionMiddleware, secret_key="k")
    elif name == "tag":
        app.add_middleware(Tag)


list(map(add, names()))


@app.get("/")
async def index():
    return {"ok": True}
