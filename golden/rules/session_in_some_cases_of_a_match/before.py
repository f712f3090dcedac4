import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware


class Visits:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["visits"] = Request(scope).session.get("visits", 0)
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Visits)
match os.environ.get("STAGE", "live"):
    case "test":
        app.add_middleware(SessionMiddleware, secret_key="test")
    case "next":
        app.add_middleware(SessionMiddleware, secret_key="next", https_only=True)
    case _:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=["*"])


@app.get("/")
async def home(request: Request):
    return request.scope["visits"]
