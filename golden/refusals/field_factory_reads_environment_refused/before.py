import os
from dataclasses import dataclass, field

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


@dataclass
class Settings:
    secret: str = field(default_factory=lambda: os.environ.get("SECRET", "secret"))


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=Settings().secret)
os.environ["SECRET"] = "other"


@app.middleware("http")
async def gate(request: Request, call_next):
    request.session["seen"] = True
    return await call_next(request)


@app.get("/")
async def index():
    return {}
