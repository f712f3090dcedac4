import hashlib
from functools import partial

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

def make_key(purpose, *, pepper, length=40):
    return hashlib.sha1(f"{pepper}/{purpose}".encode()).hexdigest()[:length]


key_for = partial(make_key, pepper="black")

app = FastAPI()
short_key_for = partial(key_for, length=12)
app.state.key = short_key_for("download")


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=key_for("session"))


@app.get("/")
async def home(request: Request):
    return dict(request.session)
