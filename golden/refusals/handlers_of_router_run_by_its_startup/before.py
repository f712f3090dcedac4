import asyncio

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


AGE = 1200

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k", max_age=AGE)


def started():
    global AGE
    AGE = 1


app.on_event("startup")(started)
asyncio.run(app.router.startup())
app.add_middleware(Guard)
