import sys

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


sys.argv[:] = ["prog", "key", "8000"]

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=sys.argv[1])
port = int(sys.argv.pop(0) and sys.argv.pop())
app.add_middleware(Guard)
