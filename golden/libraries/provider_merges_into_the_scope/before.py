from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


app = FastAPI()


@app.middleware("http")
async def provide(request: Request, call_next):
    request.scope |= {"session": {}}
    return await call_next(request)


app.add_middleware(Gate)


@app.get("/")
async def index():
    return {"ok": True}
