import logging
from contextvars import ContextVar

from fastapi import FastAPI


class Members(logging.Filter):
    def filter(self, record):
        record.member = current.get().session.get("uid")
        return True


current = ContextVar("current")
log = logging.getLogger("site")
log.addFilter(Members())


app = FastAPI()


@app.middleware("http")
async def layer(request, call_next):
    current.set(request)
    log.info("begins")
    request.session["seen"] = True
    return await call_next(request)


@app.get("/")
async def index():
    return {"ok": True}
