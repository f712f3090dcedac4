from types import SimpleNamespace

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

QUEUE = [SimpleNamespace(session="a"), SimpleNamespace(session="b")]

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def drain(incoming: Request, call_next):
    incoming.state.drained = [request.session for request in QUEUE]
    for conn in QUEUE:
        incoming.state.last = conn.session
    return await call_next(incoming)


@app.get("/")
async def home(request: Request):
    request.session["last"] = request.state.last
    return request.state.drained
