from itertools import chain

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

base = ["a"]
local = ["b"]
names = list(chain(base, local))
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="".join(names))
local.append("c")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
