import itertools

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

take = itertools.cycle(["a", "b", "c"]).__next__
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=take())
label = take()


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
