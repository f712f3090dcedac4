from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Step:
    def __init__(self, install):
        self.install = install

    def __set_name__(self, owner, name):
        STEPS.append(self.install)


STEPS = []


def session(app):
    app.add_middleware(SessionMiddleware, secret_key="k")


def gate(app):
    app.add_middleware(Gate)


class Setup:
    session = Step(session)
    gate = Step(gate)


app = FastAPI()
for step in STEPS:
    step(app)


@app.get("/")
async def index():
    return {"ok": True}
