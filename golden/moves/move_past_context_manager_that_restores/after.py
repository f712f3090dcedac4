from contextlib import contextmanager

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

settings = {"secret": "outer", "cookie": "sid"}


@contextmanager
def override(**values):
    saved = dict(settings)
    settings.update(values)
    try:
        yield settings
    finally:
        settings.clear()
        settings.update(saved)
app = FastAPI()
with override(secret="inner"):
    print(settings["secret"])


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=settings["secret"])


@app.get("/")
def index() -> dict:
    return {}
