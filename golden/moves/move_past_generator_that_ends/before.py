from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


def exclusive(locks, name):
    locks.add(name)
    try:
        yield name
    finally:
        locks.discard(name)


settings = {"key": "one"}
locks = set()
boot = exclusive(locks, settings["key"])
next(boot)
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=settings["key"])
boot.close()
app.add_middleware(Guard)
