import logging

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

config = {"level": "INFO", "secret": "key"}


def set_up_logging(level):
    root = logging.getLogger()
    root.handlers.clear()
    root.setLevel(level)
    logging.getLogger("uvicorn").handlers = []


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config["secret"])
set_up_logging(config["level"])


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
