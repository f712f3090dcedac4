import os
from contextvars import ContextVar
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

_request = ContextVar("request", default=None)


async def bind(request: Request, call_next):
    _request.set(request)
    return await call_next(request)


async def log_user(request: Request, call_next):
    current = _request.get()
    request.state.user = current.session.get("user") if current else None
    return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
if os.environ.get("LOG"):
    app.middleware("http")(log_user)
else:
    app.middleware("http")(bind)


@app.get("/")
def index(request: Request):
    return {"user": None}
