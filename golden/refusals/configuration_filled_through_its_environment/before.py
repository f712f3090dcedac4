from starlette.config import Config

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

config = Config(environ={"SECRET": "key"})
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config("SECRET"))
environment = config.environ
environment["OTHER"] = "key"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
