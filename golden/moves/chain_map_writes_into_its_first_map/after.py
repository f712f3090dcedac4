from collections import ChainMap

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

base = {"secret": "k"}
app = FastAPI()
local = ChainMap({}, base)
local["secret"] = "local"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=base["secret"])


@app.get("/")
def index() -> dict:
    return {}
