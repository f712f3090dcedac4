from enum import Enum

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Stage(Enum):
    TEST = "test-key"
    LIVE = "live-key"


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=Stage.LIVE.value)
try:
    Stage.LIVE.value = "other-key"
except AttributeError:
    print("kept")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
