import os
import subprocess
import sys
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


KEY = Path(os.devnull)

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=KEY.read_text())
print(sys.executable)
app.add_middleware(Guard)
