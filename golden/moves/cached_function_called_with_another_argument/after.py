from functools import cache

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


@cache
def settings_of(stage):
    return {"key": f"{stage}-key", "stage": stage}


app = Starlette()
tests = settings_of("test")
tests["key"] = "other"
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=settings_of("live")["key"])
