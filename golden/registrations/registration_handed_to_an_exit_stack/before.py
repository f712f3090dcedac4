from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from contextlib import ExitStack

app = FastAPI()


@app.middleware("http")
async def gate(request, call_next):
    request.state.member = "uid" in request.session
    return await call_next(request)


with ExitStack() as stack:
    stack.callback(app.add_middleware, SessionMiddleware, secret_key="dev")


@app.get("/")
async def index():
    return {"ok": True}
