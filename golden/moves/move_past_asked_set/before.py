from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


features = {"beta"}
other = {"beta"}

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="key", same_site="strict" if "hardened" in features else "lax")
other.add("hardened")
app.add_middleware(Guard)
