import importlib

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def import_string(dotted):
    module, _, name = dotted.rpartition(".")
    return getattr(importlib.import_module(module), name)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
for dotted in ["guards.AuthGuard"]:
    app.add_middleware(import_string(dotted))


@app.get("/")
def index(request: Request):
    return dict(request.session)
