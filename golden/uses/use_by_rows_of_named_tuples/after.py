from typing import Any, NamedTuple

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Row(NamedTuple):
    name: str
    check: Any


def by_session(request):
    return request.session.get("user")


ROWS = [Row("a", by_session)]


class Check(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        for name, check in ROWS:
            check(request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(Check)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
