from contextvars import ContextVar
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

_request = ContextVar("request")


def current_user():
    return _request.get().session.get("user")


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = current_user()
    return await call_next(request)


@app.middleware("http")
async def bind(request: Request, call_next):
    _request.set(request)
    return await call_next(request)


@app.get("/")
def index(request: Request):
    return {"user": request.state.user}
