from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)

STORE = {"key": "a"}
class Base:
    def __init_subclass__(cls):
        STORE["key"] = cls.__name__
class Plain:
    pass

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=STORE["key"])
class Derived(Plain):
    pass
app.add_middleware(Guard)
