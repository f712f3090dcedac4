from collections import defaultdict
from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware

SETTINGS = {"secret": "dev"}


class Bus:
    def __init__(self):
        self.handlers = defaultdict(list)

    def on(self, event, handler):
        self.handlers[event].append(handler)

    def emit(self, event, **values):
        for handler in self.handlers[event]:
            handler(**values)


def use(**values):
    SETTINGS.update(values)


bus = Bus()
bus.on("configured", use)

class LoginGate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=SETTINGS["secret"])
bus.emit("configured", secret="prod")
app.add_middleware(LoginGate)


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
