from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Anonymous:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["path"] == "/":
            scope.pop("extensions", None)
        await self.app(scope, receive, send)


class Visits:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["visits"] = Request(scope).session.get("visits", 0)
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Visits)
app.add_middleware(Anonymous)
app.add_middleware(SessionMiddleware, secret_key="key")


@app.get("/")
async def home():
    return {}
