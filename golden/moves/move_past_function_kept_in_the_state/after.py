from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


CONFIG = {"key": "k", "title": "Shop"}


def refresh():
    CONFIG["key"] = "new"


app = Starlette()
app.state.refresh = refresh
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=CONFIG["key"])
