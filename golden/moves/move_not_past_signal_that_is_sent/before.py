import signal

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


settings = {"key": "one"}


def reload(number, frame):
    settings["key"] = "two"


signal.signal(signal.SIGTERM, reload)
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=settings["key"])
signal.raise_signal(signal.SIGTERM)
app.add_middleware(Guard)
