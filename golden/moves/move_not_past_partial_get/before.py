from functools import partial
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)

DATA = {"k": {"s": "a"}}
get = partial(DATA.get, "k")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=DATA["k"]["s"])
get()["s"] = "b"
app.add_middleware(Guard)
