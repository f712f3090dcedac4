from graphlib import TopologicalSorter
from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tenant(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.state.tenant = request.session.get("tenant", "public")
        return await call_next(request)


LAYERS = {
    "session": (SessionMiddleware, {"secret_key": "t"}),
    "tenant": (Tenant, {}),
    "gzip": (GZipMiddleware, {}),
}
# name -> what has to be registered before it
AFTER = {"gzip": {"session", "tenant"}}

app = FastAPI()
for name in TopologicalSorter(AFTER).static_order():
    cls, options = LAYERS[name]
    app.add_middleware(cls, **options)


@app.get("/")
async def root(request: Request):
    return request.state.tenant
