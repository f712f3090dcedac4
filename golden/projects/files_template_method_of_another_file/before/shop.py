from base import Base
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


async def count(request, call_next):
    request.session["seen"] = True
    return await call_next(request)


class Shop(Base):
    def __init__(self):
        self.api = FastAPI()

    def sessions(self):
        self.api.add_middleware(SessionMiddleware, secret_key="secret")

    def layers(self):
        self.api.middleware("http")(count)
