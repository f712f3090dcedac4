from collections import OrderedDict

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


keys = OrderedDict([("old", "one"), ("new", "two")])
others = OrderedDict([("old", "one"), ("new", "two")])


def current():
    return next(iter(keys.values()))


app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=current())
keys.move_to_end("new", last=False)
app.add_middleware(Guard)
