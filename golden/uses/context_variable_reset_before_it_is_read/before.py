from contextvars import ContextVar
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

_request = ContextVar("request", default=None)


def current_user():
    request = _request.get()
    return request.session.get("user") if request is not None else None


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def bind(request: Request, call_next):
    token = _request.set(request)
    path = request.url.path
    _request.reset(token)
    request.state.user = current_user()
    return await call_next(request)


@app.get("/")
def index(request: Request):
    return {"user": request.state.user}
