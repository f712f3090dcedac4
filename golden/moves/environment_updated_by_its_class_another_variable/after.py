import os
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


app = FastAPI()
os.environ.__class__.update(os.environ, {"OTHER": "z"})
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=os.environ.get("KEY", "k"))
