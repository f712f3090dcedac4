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


class Redact(logging.Filter):
    def filter(self, record):
        for name in record.args:
            record.args[name] = "***"
        return True


log = logging.getLogger("shop")
log.addFilter(Redact())
config = {"key": "one"}
other = {"name": "shop"}
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=config["key"])
log.warning("using %(key)s", config)
app.add_middleware(Guard)
