from pydantic import BaseModel

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Config(BaseModel):
    keys: list = ["k"]


config = Config()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config.keys[-1])
testing = config.model_copy()
testing.keys.append("u")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
