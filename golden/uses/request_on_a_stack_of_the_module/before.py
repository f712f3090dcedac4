from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

_stack = []


def current():
    return _stack[-1]


def user():
    return current().session.get("user")


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.middleware("http")
async def layer(request: Request, call_next):
    _stack.append(request)
    try:
        request.state.user = user()
    finally:
        _stack.pop()
    return await call_next(request)

@app.get("/")
async def index():
    return {}
