from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


CLASSES = {"session": SessionMiddleware, "count": Count}
OPTIONS = {"session": {"secret_key": "k"}}
TABLE = {cls: OPTIONS.get(name, {}) for name, cls in CLASSES.items()}
app = FastAPI()
for cls, options in TABLE.items():
    app.add_middleware(cls, **options)


@app.get("/")
def index(request: Request):
    return {}
