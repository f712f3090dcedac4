from fastapi import Depends
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SETTINGS = {"secret": "dev"}


def provider(environment):
    """A dependency for one environment."""
    SETTINGS["secret"] = environment

    def provide():
        SETTINGS.setdefault("environment", environment)
        return SETTINGS

    return provide

class LoginGate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["state"]["user"] = scope["session"].get("user")
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=SETTINGS["secret"])


@app.get("/settings")
def show(settings=Depends(provider("prod"))):
    return list(settings)


app.add_middleware(LoginGate)


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
