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
print(get()["s"])
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=DATA["k"]["s"])
