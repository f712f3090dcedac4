import config
from importlib import import_module

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config.SECRET)
for dotted in ["guards.AuthGuard"]:
    module, _, name = dotted.rpartition(".")
    app.add_middleware(getattr(import_module(module), name))


@app.get("/")
def index(request: Request):
    return dict(request.session)
