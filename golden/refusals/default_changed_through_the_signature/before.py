import inspect

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def get(values=["k1"]):
    return values[-1]


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=get())
inspect.signature(get).parameters["values"].default.append("k2")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
