import logging

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

log = logging.getLogger(__name__)


class Web(FastAPI):
    def add_middleware(self, middleware_class, *args, **kwargs):
        log.debug("adding %s", middleware_class.__name__)
        super().add_middleware(middleware_class, *args, **kwargs)


app = Web()


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index() -> dict:
    return {}
