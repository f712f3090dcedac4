import argparse

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Conf:
    key = "k"


class Assign(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(Conf, self.dest, values)


parser = argparse.ArgumentParser()
parser.add_argument("--key", action=Assign)
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=Conf.key)
arguments = parser.parse_args(["--key", "given"])


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
