from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware


class Mood:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["mood"] = scope["session"].get("mood")
        await self.app(scope, receive, send)


class House(FastAPI):
    def __init__(self, **options):
        given = options.pop("middleware", None) or []
        super().__init__(middleware=[*given, Middleware(Mood)], **options)


app = House(title="house", middleware=[Middleware(SessionMiddleware, secret_key="x")])


@app.get("/")
def index(request: Request):
    return request.scope["mood"]
