import logging

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Named(logging.Logger):
    made = "none"

    def __init__(self, name, level=0):
        super().__init__(name, level)
        Named.made = name


logging.setLoggerClass(Named)
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=Named.made)
log = logging.getLogger("shop.cart")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
