from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


legacy = Starlette()


class Strangle:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        target = legacy if scope.get("path") == "/old" else self.app
        await target(scope, receive, send)


app = FastAPI()
app.add_middleware(Strangle)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x")
