import weakref

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Owner:
    pass


state = ["owned"]
owner, other = Owner(), Owner()
weakref.finalize(owner, state.__setitem__, 0, "orphan")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=state[0])
del owner
app.add_middleware(Guard)
