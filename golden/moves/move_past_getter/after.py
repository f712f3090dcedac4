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

_settings = Settings()
def get_settings():
    return _settings

app = FastAPI()
get_settings().other = "b"
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=get_settings().key)
