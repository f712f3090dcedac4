from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Seen:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = 1
        await self.app(scope, receive, send)


class Later:
    """Registers a layer when its block has come to its end."""

    def __init__(self, app, cls, **options):
        self.app, self.cls, self.options = app, cls, options

    def __enter__(self):
        return self.app

    def __exit__(self, *exc):
        self.app.add_middleware(self.cls, **self.options)


app = FastAPI()
with Later(app, SessionMiddleware, secret_key="k"), Later(app, Seen):
    pass


@app.get("/")
def index(request: Request) -> dict:
    return {}
