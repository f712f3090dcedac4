from typing import NamedTuple

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Cookie(NamedTuple):
    name: str = "sid"
    age: int = 60


cookie = Cookie()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k", session_cookie=cookie.name, max_age=cookie.age)
longer = cookie._replace(age=999, name="long")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
