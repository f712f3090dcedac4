import base64
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


key = bytearray(b"0123456789abcdef")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=bytes(key).hex())
print(base64.b64encode(key))
app.add_middleware(Guard)
