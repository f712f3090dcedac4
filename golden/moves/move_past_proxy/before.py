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
class Proxy:
    def __getattr__(self, name):
        return getattr(_s, name)
proxy = Proxy()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=proxy.key)
_s.other = "b"
app.add_middleware(Guard)
