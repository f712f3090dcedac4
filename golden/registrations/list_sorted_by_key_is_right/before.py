from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


SPECS = [
    (20, Count, {}),
    (10, SessionMiddleware, {"secret_key": "k"}),
]
app = FastAPI(middleware=[Middleware(cls, **kw) for _, cls, kw in sorted(SPECS, key=lambda spec: spec[0])])


@app.get("/")
def index(request: Request):
    return dict(request.session)
