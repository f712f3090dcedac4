from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


OPTIONS = {"secret_key": "k", "max_age": 60}
def touch(o):
    o["max_age"] = 3

app = FastAPI()
app.add_middleware(SessionMiddleware, **OPTIONS)
lazy = map(touch, [OPTIONS])
next(lazy)
app.add_middleware(Guard)
