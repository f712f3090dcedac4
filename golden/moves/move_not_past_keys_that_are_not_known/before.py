import json

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


settings = {"key": "one", "max_age": 60}


def absorb(mapping):
    settings.update({key: value for key, value in mapping.items() if key in settings})
    return mapping


app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=settings["key"], max_age=settings["max_age"])
app.state.site = json.loads('{"site": {"max_age": 90}}', object_hook=absorb)
app.add_middleware(Guard)
