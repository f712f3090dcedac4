from authlib.integrations.starlette_client import OAuth
from starlette.config import Config

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

config = Config(environ={"SECRET": "key"})
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config("SECRET"))
oauth = OAuth(config)
oauth.register(name="shop", client_kwargs={"scope": "openid"})


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
