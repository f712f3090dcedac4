import random
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

random.seed(7)
local = random.Random(7)


class Sampler:
    def __init__(self, app, rate):
        self.app, self.rate = app, rate

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
app.add_middleware(Sampler, rate=local.random())
app.add_middleware(LoginGate)
app.add_middleware(SessionMiddleware, secret_key="%x" % random.getrandbits(64))


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
