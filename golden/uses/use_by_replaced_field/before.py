import dataclasses

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


@dataclasses.dataclass
class Ctx:
    request: object = None


class Check(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        ctx = dataclasses.replace(Ctx(), request=request)
        ctx.request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Check)


@app.get("/")
async def index():
    return {"ok": True}
