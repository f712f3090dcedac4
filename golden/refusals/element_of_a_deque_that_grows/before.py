from collections import deque

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


recent = deque(["a", "b"], maxlen=2)

app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=recent[0])
recent.append("boot")
app.add_middleware(Guard)
