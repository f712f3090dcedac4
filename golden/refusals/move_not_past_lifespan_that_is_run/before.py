import asyncio
from contextlib import asynccontextmanager

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


@asynccontextmanager
async def lifespan(app):
    CONFIG["key"] = "started"
    yield


async def start():
    async with app.router.lifespan_context(app):
        pass


app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=CONFIG["key"])
app.router.lifespan_context = lifespan
asyncio.run(start())
app.add_middleware(Guard)
