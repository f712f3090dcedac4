from contextlib import contextmanager
from contextvars import ContextVar
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

_request = ContextVar("request", default=None)


@contextmanager
def holding(value):
    token = _request.set(value)
    yield
    _request.reset(token)


def user():
    request = _request.get()
    return request.session.get("user") if request is not None else None


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def bind(request: Request, call_next):
    with holding(request):
        request.state.path = request.url.path
    request.state.user = user()
    return await call_next(request)


@app.get("/")
def index(request: Request):
    return {"user": request.state.user}
