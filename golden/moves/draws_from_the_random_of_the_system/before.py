import random

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

rng = random.SystemRandom()


def fake_key():
    return "%032x" % rng.getrandbits(128)



app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=fake_key())
KEYS = {name: fake_key() for name in ("ann", "bob")}


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
