import os

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Settings:
    def __init__(self, **values):
        self.sessions = bool(values.get("sessions"))


settings = Settings(sessions=os.environ.get("SESSIONS"))

class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


def setup(app, sessions):
    if sessions:
        app.add_middleware(SessionMiddleware, secret_key="secret")


app = FastAPI()
setup(app, settings.sessions)
app.add_middleware(Gate)


@app.get("/")
async def index():
    return {}
