from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


NAMES = "count session".split()
TABLE = {"session": (SessionMiddleware, {"secret_key": "k"}), "count": (Count, {})}
app = FastAPI()
for name in NAMES:
    cls, options = TABLE[name]
    app.add_middleware(cls, **options)


@app.get("/")
def index(request: Request):
    return {}
