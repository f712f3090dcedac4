from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


def override(settings, key):
    before = settings["key"]
    settings["key"] = key
    try:
        yield
    finally:
        settings["key"] = before


settings = {"key": "one"}
boot = override(settings, "two")
next(boot)
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=settings["key"])
boot.close()
app.add_middleware(Guard)
