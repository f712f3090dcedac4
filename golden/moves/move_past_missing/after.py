from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


class Config(dict):
    def __missing__(self, key):
        self[key] = value = "made"
        return value


config = Config(title="shop")
other = Config()
app = Starlette()
signing_key = other["key"]
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=config.get("key", "one"))
