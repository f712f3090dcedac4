from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware


class Seen:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = 1
        await self.app(scope, receive, send)


class Group:
    """Several layers as one, the first outermost."""

    def __init__(self, app, layers):
        for cls, *_, options in reversed(layers):
            app = cls(app, **options)
        self.app = app

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Group, layers=[Middleware(SessionMiddleware, secret_key="k"), Middleware(Seen)])


@app.get("/")
def index(request: Request) -> dict:
    return {}
