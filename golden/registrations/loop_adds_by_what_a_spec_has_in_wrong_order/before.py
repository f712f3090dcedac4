from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


class Sessions:
    secret = "k"


class Tags:
    def __init__(self):
        self.names = ("a", "b")


SPECS = [Sessions(), Tags()]
app = FastAPI()
for spec in SPECS:
    if hasattr(spec, "secret"):
        app.add_middleware(SessionMiddleware, secret_key=spec.secret)
    elif hasattr(spec, "names"):
        app.add_middleware(Tag)


@app.get("/")
async def index():
    return {"ok": True}
