import os
from importlib import import_module

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def load(path):
    module_name, class_name = path.rsplit(".", 1)
    return getattr(import_module(module_name), class_name)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(load(os.environ.get("GUARD", "starlette.middleware.gzip.GZipMiddleware")))


@app.get("/")
def index(request: Request):
    return dict(request.session)
