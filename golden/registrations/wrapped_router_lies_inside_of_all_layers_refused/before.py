from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Seen:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = 1
        await self.app(scope, receive, send)


class SessionRouter:
    def __init__(self, router, **options):
        self.router = router
        self.inside = SessionMiddleware(router, **options)

    def __getattr__(self, name):
        return getattr(self.router, name)

    async def __call__(self, scope, receive, send):
        await self.inside(scope, receive, send)


app = FastAPI()
app.add_middleware(Seen)
app.router = SessionRouter(app.router, secret_key="k")
