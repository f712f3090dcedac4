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


recent = deque(maxlen=10)

app = Starlette()
app.add_middleware(SessionMiddleware, secret_key="k", max_age=recent.maxlen * 60)
recent.append("boot")
recent.rotate(1)
app.add_middleware(Guard)
