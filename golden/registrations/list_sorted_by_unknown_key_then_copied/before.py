from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


import os
LAYERS = [
    Middleware(Count),
    Middleware(SessionMiddleware, secret_key="k"),
]
LAYERS.sort(key=lambda m: os.environ.get(m.cls.__name__, "0" if m.cls is SessionMiddleware else "1"))
STACK = LAYERS + []
app = FastAPI()
for m in STACK[::-1]:
    app.add_middleware(m.cls, **m.kwargs)


@app.get("/")
def index(request: Request):
    return dict(request.session)
