import struct
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
first = struct.unpack_from("<I", key)
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=bytes(key).hex())
