from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class A:
    secret = "a"


class B:
    secret = "b"


class Conf(A):
    pass


class Other(A):
    pass


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=Conf.secret)
Other.__bases__ = (B,)


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
