from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

used = ["s"]


def need(scope):
    used.append(scope)
    return str


app = FastAPI()


def items(scope: need("items")):
    return [scope]


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="k", session_cookie=used[-1])


@app.get("/")
def index() -> dict:
    return {}
