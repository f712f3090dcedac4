import argparse
from typing import NamedTuple

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Settings(NamedTuple):
    secret: str = "key"
    port: int = 8000


def parse(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8000)
    return parser.parse_args(argv)


settings = Settings()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.secret, max_age=settings.port)
arguments = parse(["--port", "9000"])
local = settings._replace(port=arguments.port)


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
