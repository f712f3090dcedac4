import random
from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


def make_secret(seed):
    random.seed(seed)
    return "%x" % random.getrandbits(64)


class Sampler:
    def __init__(self, app, rate):
        self.app, self.rate = app, rate

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


random.seed(1)

class LoginGate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=make_secret(7))
app.add_middleware(Sampler, rate=round(random.random(), 3))
app.add_middleware(LoginGate)


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
