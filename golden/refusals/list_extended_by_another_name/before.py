from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


keys = ["new", "old"]
ring = keys

app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=keys[-1])
ring += ["oldest"]
app.add_middleware(Guard)
