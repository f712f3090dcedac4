from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


def log(*args, **kwargs):
    request = next(a for a in args if isinstance(a, Request))
    request.session.get("user")


class Check(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        log("x", request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(Check)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
