from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Lazily:
    def __init__(self, app, without=()):
        self.app, self.without = app, without
        self.sessions = SessionMiddleware(app, secret_key="key")

    async def __call__(self, scope, receive, send):
        then = self.app if scope["type"] == "lifespan" or scope["path"] in self.without else self.sessions
        await then(scope, receive, send)


class Visits:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["visits"] = Request(scope).session.get("visits", 0)
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Visits)
app.add_middleware(Lazily, without=("/",))


@app.get("/")
async def home():
    return {}
