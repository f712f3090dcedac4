import weakref

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Key:
    def __init__(self, text):
        self.text = text


live = weakref.WeakValueDictionary()
primary, other = Key("primary"), Key("other")
live["key"] = primary

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=live["key"].text if "key" in live else "fallback")
del other
app.add_middleware(Guard)
