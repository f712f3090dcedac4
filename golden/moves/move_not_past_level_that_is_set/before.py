import logging

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


log = logging.getLogger("portal")


def is_chatty():
    return log.isEnabledFor(logging.DEBUG)


app = Starlette()
app.add_middleware(SessionMiddleware, secret_key="one", https_only=not is_chatty())
log.setLevel(logging.DEBUG)
app.add_middleware(Guard)
