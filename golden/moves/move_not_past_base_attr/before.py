from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)

class Base:
    KEY = "a"
    OTHER = "c"
class Derived(Base):
    pass

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=Derived.KEY)
Base.KEY = "b"
app.add_middleware(Guard)
