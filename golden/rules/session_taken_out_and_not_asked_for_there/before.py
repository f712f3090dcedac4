from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Anonymous:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["path"] == "/":
            bare = {key: value for key, value in scope.items() if key != "session"}
            await self.app(bare, receive, send)
        else:
            await self.app(scope, receive, send)


class Visits:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and not scope["path"] == "/":
            scope["visits"] = Request(scope).session.get("visits", 0)
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Visits)
app.add_middleware(Anonymous)
app.add_middleware(SessionMiddleware, secret_key="key")


@app.get("/")
async def home():
    return {}
