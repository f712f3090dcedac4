from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


settings = {"key": "one", "count": 0}


class Client:
    def __new__(cls, key):
        settings[key] = "two"
        return super().__new__(cls)


app = Starlette()
client = Client("count")
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=settings["key"])
