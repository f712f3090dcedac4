from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware import Middleware


class Member:
    def __init__(self, app, level):
        self.app, self.level = app, level

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["member"] = scope["session"].get("uid")
        await self.app(scope, receive, send)


class Layer(Middleware):
    def __call__(self, **options):
        return type(self)(self.cls, **{**self.kwargs, **options})


sessions = Layer(SessionMiddleware, secret_key="dev")
member = Layer(Member, level=1)
app = FastAPI(middleware=[member(level=2), sessions(max_age=60)])
