from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Feed:
    def __init__(self, keys):
        self.keys = keys

    def __iter__(self):
        while self.keys:
            yield self.keys.pop(0)


feed = Feed(["one", "two"])
other = ["one", "two"]

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=(feed.keys or ["none"])[0])
first, second = feed
app.add_middleware(Guard)
