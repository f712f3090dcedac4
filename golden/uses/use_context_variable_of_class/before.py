from contextvars import ContextVar
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

_request = ContextVar("request")


class Holding:
    def __init__(self, value):
        self.value = value

    def __enter__(self):
        self.token = _request.set(self.value)

    def __exit__(self, *exc):
        _request.reset(self.token)


def user():
    return _request.get().session.get("user")


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def bind(request: Request, call_next):
    with Holding(request):
        request.state.user = user()
        return await call_next(request)


@app.get("/")
def index(request: Request):
    return {"user": request.state.user}
