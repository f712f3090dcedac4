import os

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


def use_short(app: FastAPI) -> None:
    app.add_middleware(SessionMiddleware, secret_key="change-me", max_age=60)


def use_long(app: FastAPI) -> None:
    app.add_middleware(SessionMiddleware, secret_key="change-me")


SETUPS = {"short": use_short, "long": use_long}
app = FastAPI()
SETUPS[os.environ.get("KIND", "long")](app)


@app.get("/")
def home() -> dict:
    return {"ok": True}
