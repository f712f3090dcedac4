import logging
import logging.config

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Redact(logging.Filter):
    installed = "no"

    def __init__(self, label=""):
        super().__init__()
        Redact.installed = label


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=Redact.installed)
logging.config.dictConfig({"version": 1, "filters": {"redact": {"()": Redact, "label": "yes"}}})


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
