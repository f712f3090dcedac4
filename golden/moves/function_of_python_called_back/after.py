from contextlib import ExitStack
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


OPTIONS = {"secret_key": "k", "max_age": 60}
stack = ExitStack()

app = FastAPI()
stack.callback(print, OPTIONS)
stack.close()
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, **OPTIONS)
