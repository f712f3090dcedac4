from pydantic import BaseModel

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Config(BaseModel):
    secret: str = "k"
    debug: bool = False


config = Config()
app = FastAPI()
testing = config.model_copy(update={"secret": "t"})
testing.secret = "u"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=config.secret)


@app.get("/")
def index() -> dict:
    return {}
