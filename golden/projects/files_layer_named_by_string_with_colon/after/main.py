from importlib import import_module

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

LAYERS = ("shop.guards:AuthGuard",)


def load(path):
    module_name, class_name = path.split(":")
    module = import_module(module_name)
    return getattr(module, class_name)


app = FastAPI()
for path in LAYERS:
    app.add_middleware(load(path))
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index(request: Request):
    return dict(request.session)
