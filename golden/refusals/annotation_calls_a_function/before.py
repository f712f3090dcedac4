from typing import Annotated

from fastapi import Depends

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

used = ["s"]


def need(scope):
    used.append(scope)
    return Depends(lambda: scope)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k", session_cookie="_".join(used))


def items(scope: Annotated[str, need("items")]):
    return [scope]


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
