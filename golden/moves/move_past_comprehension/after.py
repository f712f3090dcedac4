from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)

config = {"session": {"secret": "a", "on": True}, "db": {"secret": "x"}}

app = FastAPI()
[part.get("secret") for part in config.values()]
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=config["session"].get("secret", "n"))
