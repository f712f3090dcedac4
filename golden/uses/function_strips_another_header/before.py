from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


def without(headers, name):
    """The headers without those of one name."""
    wanted = name.lower().encode("latin-1")
    return [(n, v) for n, v in headers if n.lower() != wanted]


class WhoAmI:
    """Notes who it is."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        session = scope["session"]
        scope["who"] = session.get("user", "nobody")
        await self.app(scope, receive, send)


class Clean:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["headers"] = without(scope["headers"], "x-trace")
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k" * 32)
app.add_middleware(Clean)
app.add_middleware(WhoAmI)


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
