from starlette.datastructures import State

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

values = {"secret": "k1"}
state = State(values)
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=values["secret"])
state.secret = "k2"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
