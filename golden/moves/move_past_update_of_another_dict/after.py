from functools import partial
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SETTINGS = {"secret": "dev"}
LIMITS = {}
apply_settings = partial(SETTINGS.update, secret="prod")
apply_limits = partial(LIMITS.update, secret="prod")

class LoginGate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["state"]["user"] = scope["session"].get("user")
        await self.app(scope, receive, send)


app = FastAPI()
apply_limits()
app.add_middleware(LoginGate)
app.add_middleware(SessionMiddleware, secret_key=SETTINGS["secret"])


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
