from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Options(dict):
    __getattr__ = dict.get
    __setattr__ = dict.__setitem__
OPTIONS = Options(secret_key="k")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=OPTIONS.secret_key)
OPTIONS.debug = True
app.add_middleware(Guard)
