import os

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


def teardown(settings):
    settings["key"] = "two"
    yield
    settings.clear()


settings = {"key": os.getenv("GOLDEN_KEY", "one")}
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=settings["key"])
app.state.teardown = teardown(settings)
list(app.state.teardown)
app.add_middleware(Guard)
