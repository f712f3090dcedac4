from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Seen:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = 1
        await self.app(scope, receive, send)


app = FastAPI()
app.router.middleware_stack = SessionMiddleware(app.router.middleware_stack, secret_key="k")
app.add_middleware(Seen)
