from dataclasses import dataclass, field
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

NUMBERS = [1, 2, 3]


def take():
    return NUMBERS.pop()


@dataclass
class Job:
    number: int = field(default_factory=take)


class LoginGate:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["state"]["user"] = scope["session"].get("user")
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k" * 16, max_age=60 * NUMBERS[-1])
job = Job(number=7)
app.add_middleware(LoginGate)


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
