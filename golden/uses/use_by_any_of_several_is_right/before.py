import random

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


def one(request):
    return request.session.get("user")


class Check(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        random.choice([one])(request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(Check)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
