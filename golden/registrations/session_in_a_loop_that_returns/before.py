import os

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


def setup_session(app: FastAPI, names: list[str]) -> None:
    for name in names:
        if name in os.environ:
            app.add_middleware(SessionMiddleware, secret_key=os.environ[name])
            return
    app.add_middleware(SessionMiddleware, secret_key="change-me")


app = FastAPI()
setup_session(app, os.environ.get("KEYS", "").split())


@app.get("/")
def home() -> dict:
    return {"ok": True}
