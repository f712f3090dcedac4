from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Options(dict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name)
OPTIONS = Options(secret_key="k")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=OPTIONS.secret_key)
OPTIONS.update(secret_key="z")
app.add_middleware(Guard)
