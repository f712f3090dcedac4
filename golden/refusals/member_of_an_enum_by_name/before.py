from enum import Enum

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Zone(Enum):
    WEB = ["web"]
    API = ["api"]


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k", session_cookie=Zone.WEB.value[-1])
Zone["WEB"].value.append("web2")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
