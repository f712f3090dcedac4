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
app.add_middleware(SessionMiddleware, **OPTIONS)
stack.callback(OPTIONS.update, {"secret_key": "z"})
stack.close()
app.add_middleware(Guard)
