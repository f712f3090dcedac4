from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


QUEUE = []


def step(f):
    QUEUE.append(f)
    return f


@step
def auth(app):
    app.add_middleware(Gate)


@step
def session(app):
    app.add_middleware(SessionMiddleware, secret_key="k")


app = FastAPI()
while QUEUE:
    QUEUE.pop(0)(app)


@app.get("/")
async def index():
    return {"ok": True}
