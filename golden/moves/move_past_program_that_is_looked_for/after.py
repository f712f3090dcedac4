import shutil
from pathlib import Path
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class LoginGate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["state"]["user"] = scope["session"].get("user")
        await self.app(scope, receive, send)


app = FastAPI()
print(shutil.which("no-such-program"))
app.add_middleware(LoginGate)
app.add_middleware(SessionMiddleware, secret_key=Path(__file__).read_text().strip())


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
