from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


age = 60 * 60
remember = age

app = Starlette()
app.add_middleware(SessionMiddleware, secret_key="k", max_age=age)
remember += 60 * 60 * 24
app.add_middleware(Guard)
