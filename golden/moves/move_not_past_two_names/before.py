from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)

class Settings:
    key = "a"
    other = "o"

_s = Settings()
def one():
    return _s
def two():
    return _s

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=one().key)
two().key = "b"
app.add_middleware(Guard)
