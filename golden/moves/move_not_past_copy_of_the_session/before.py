from copy import deepcopy

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Isolate:
    SHARED = ("app", "router", "state")

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope = {key: value if key in self.SHARED else deepcopy(value) for key, value in scope.items()}
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Isolate)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
