from concurrent.futures import Future

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

conf = {"secret": "k"}


def restart(_):
    conf["secret"] = "started"


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=conf["secret"])
ready = Future()
ready.add_done_callback(restart)
ready.set_result(True)


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
