import atexit

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

conf = {"secret": "k"}


def restart():
    conf["secret"] = "started"


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=conf["secret"])
atexit._run_exitfuncs() if atexit.register(restart) else None


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
