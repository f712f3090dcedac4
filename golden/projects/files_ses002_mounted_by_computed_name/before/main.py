from importlib import import_module

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
for name in ("shop",):
    app.mount("/", import_module(f"parts.{name}").child)
