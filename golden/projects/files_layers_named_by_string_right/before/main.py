from importlib import import_module

from fastapi import FastAPI, Request

LAYERS = [
    ("guards.AuthGuard", {}),
    ("starlette.middleware.sessions.SessionMiddleware", {"secret_key": "k"}),
]


def load(path):
    module_name, class_name = path.rsplit(".", 1)
    return getattr(import_module(module_name), class_name)


app = FastAPI()
for path, options in LAYERS:
    app.add_middleware(load(path), **options)


@app.get("/")
def index(request: Request):
    return dict(request.session)
