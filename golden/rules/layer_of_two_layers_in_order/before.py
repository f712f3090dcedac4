from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Seen:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = 1
        await self.app(scope, receive, send)


class Security:
    """Two layers in one."""

    def __init__(self, app, secret):
        app = Seen(app)
        app = SessionMiddleware(app, secret_key=secret)
        self.app = app

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Security, secret="k")


@app.get("/")
def index(request: Request) -> dict:
    return {}
