import logging

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

logger = logging.getLogger("shop")
config = {"secret": "key"}


class Hide(logging.Filter):
    def filter(self, record):
        record.args["secret"] = "***"
        return True


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config["secret"])
logger.addFilter(Hide())
logger.warning("configuration: %(secret)s", config)


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
