from contextvars import ContextVar
from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware

_request: ContextVar[Request] = ContextVar("request")


def current_user():
    return _request.get().session.get("user")


class Context(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        token = _request.set(request)
        try:
            request.state.user = current_user()
            return await call_next(request)
        finally:
            _request.reset(token)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Context)


@app.get("/")
def index(request: Request):
    return {"user": request.state.user}
