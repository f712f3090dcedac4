from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


LAYERS = [Middleware(Count), None, Middleware(SessionMiddleware, secret_key="k")]
app = FastAPI(middleware=list(filter(None, LAYERS)))
admin = FastAPI()
for m in filter(None, LAYERS):
    admin.add_middleware(m.cls, **m.kwargs)


@app.get("/")
def index(request: Request):
    return dict(request.session)
