import hashlib
from functools import partial

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

CALLS = []


def make_key(purpose, *, pepper, length=40):
    CALLS.append(purpose)
    return hashlib.sha1(f"{len(CALLS)}{pepper}/{purpose}".encode()).hexdigest()[:length]


key_for = partial(make_key, pepper="black")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=key_for("session"))
short_key_for = partial(key_for, length=12)
app.state.key = short_key_for("download")


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
