from pathlib import Path
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

KEY_FILE = Path(__file__)


def load_or_create(path):
    if not path.exists():
        path.write_text("generated")
    return path.read_text()


class Signed:
    def __init__(self, app, ready):
        self.app, self.ready = app, ready

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)

class LoginGate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["state"]["user"] = scope["session"].get("user")
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Signed, ready=KEY_FILE.name != "")
app.add_middleware(LoginGate)
app.add_middleware(SessionMiddleware, secret_key=load_or_create(KEY_FILE))


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
