from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from itertools import starmap


class Member:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["member"] = scope["session"].get("uid")
        await self.app(scope, receive, send)


ROWS = [(SessionMiddleware, {"secret_key": "dev"}), (Member, {})]
app = FastAPI()
list(starmap(lambda cls, options: app.add_middleware(cls, **options), ROWS))
