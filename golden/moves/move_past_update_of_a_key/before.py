from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


config = {"key": "a"}

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config["key"])
config.update({"other": "b"})
app.add_middleware(Guard)
