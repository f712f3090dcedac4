import enum

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


class Kind(str, enum.Enum):
    SESSION = "session"
    TAG = "tag"


LAYERS = {Kind.SESSION: SessionMiddleware, Kind.TAG: Tag}
OPTIONS = {"session": {"secret_key": "k"}}
app = FastAPI()
for kind in (Kind.SESSION, Kind.TAG):
    app.add_middleware(LAYERS[kind], **OPTIONS.get(kind, {}))


@app.get("/")
async def index():
    return {"ok": True}
