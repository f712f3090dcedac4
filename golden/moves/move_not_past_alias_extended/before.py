from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


options = {"strict"}
same = options
other = {"strict"}

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="key", https_only="secure" in options)
same |= {"secure"}
app.add_middleware(Guard)
