from importlib import import_module

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
for name, cls in {"auth": "AuthGuard"}.items():
    app.add_middleware(getattr(import_module(f"guards.{name}"), cls))


@app.get("/")
def index(request: Request):
    return dict(request.session)
