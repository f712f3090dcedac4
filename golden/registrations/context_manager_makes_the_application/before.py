from contextlib import contextmanager

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


async def count_visits(request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@contextmanager
def building():
    app = FastAPI()
    yield app


with building() as app:
    app.add_middleware(SessionMiddleware, secret_key="change-me")
    app.middleware("http")(count_visits)
