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
        return self[name]
OPTIONS = Options(secret_key="k")

app = FastAPI()
app.add_middleware(SessionMiddleware, **OPTIONS)
print(OPTIONS.secret_key)
app.add_middleware(Guard)
