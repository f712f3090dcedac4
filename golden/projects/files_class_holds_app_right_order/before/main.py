from base import Server
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Shop(Server):
    def __init__(self):
        self.app = FastAPI()
        self.add_layers()
        self.app.add_middleware(SessionMiddleware, secret_key="change-me")


app = Shop().app


@app.get("/")
def home() -> dict:
    return {"ok": True}
