from contextvars import ContextVar
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

_request = ContextVar("request")


def current_user():
    return _request.get().session.get("user")


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def bind(request: Request, call_next):
    token = _request.set(request)
    try:
        return await call_next(request)
    finally:
        _request.reset(token)


@app.get("/")
def index(request: Request):
    return {"user": current_user()}
