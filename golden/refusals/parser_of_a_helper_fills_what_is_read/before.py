import argparse

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

settings = argparse.Namespace(secret="key")


def parse(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--secret")
    return parser.parse_args(argv, settings)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.secret)
parse(["--secret", "other"])


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
