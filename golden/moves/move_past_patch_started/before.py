import os
from unittest import mock

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


patcher = mock.patch.dict(os.environ, {"KEY": "patched"})

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=os.getenv("KEY") or "key")
print("patched later")
app.add_middleware(Guard)
