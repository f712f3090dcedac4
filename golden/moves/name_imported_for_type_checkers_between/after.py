from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


SECRET = "k"

app = Starlette()
if TYPE_CHECKING:
    from decimal import Decimal as SECRET
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=SECRET)
