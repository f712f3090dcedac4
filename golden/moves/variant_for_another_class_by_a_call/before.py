from functools import singledispatch
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


@singledispatch
def secret_of(value):
    return "plain"

@secret_of.register
def _(value: str):
    return value

class Vault:
    key = "vault"
vault = Vault()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=secret_of(vault))
@secret_of.register(int)
def _(value):
    return str(value)
app.add_middleware(Guard)
