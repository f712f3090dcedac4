import base64, io
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


STREAM = io.BytesIO(b"abc")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=STREAM.read().decode() or "none")
base64.encode(STREAM, io.BytesIO())
app.add_middleware(Guard)
