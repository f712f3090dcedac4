from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class WhoAmI:
    """Notes who it is."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        session = scope["session"]
        scope["who"] = session.get("user", "nobody")
        await self.app(scope, receive, send)


class Without:
    def __init__(self, app, names=()):
        self.app = app
        self.names = {name.lower().encode() for name in names}

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["headers"] = [h for h in scope["headers"] if h[0] not in self.names]
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k" * 32)
app.add_middleware(Without, names=["Cookie"])
app.add_middleware(WhoAmI)


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
