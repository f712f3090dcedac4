from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


class Override:
    def __init__(self, target):
        self.target, self.old = target, dict(target)
        target.update(key="one")

    def __del__(self):
        self.target.update(self.old)


config = {"key": "two"}
guard = Override(config)
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=config["key"])
guard.seen = True
app.add_middleware(Guard)
