from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


STATE = {"key": "k"}
class Kind(type):
    def __or__(cls, other):
        STATE["joined"] = "z"
        return cls
class A(metaclass=Kind):
    pass
class B:
    pass

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=STATE["key"])
def handler(x: A | B):
    return x
app.add_middleware(Guard)
