import io
import json

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def read_config(text):
    source = "{" + text + "}"
    with io.StringIO(source) as file:
        return json.load(file)


config = read_config('"secret": "key"')
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config["secret"])
public = read_config('"secret": "key"')
public.pop("secret")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
