from functools import partial

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

conf = {"secret": "k"}
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=conf["secret"])
reset = partial(conf.update, secret="reset")
reset()


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
