from itertools import islice

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

keys = ["a", "b", "c"]
latest = islice(keys, 2)
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="-".join(latest))
keys.insert(0, "z")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
