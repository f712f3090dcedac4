import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=os.environ.get("SHOP_SECRET", "change-me"))
for name in ("SHOP_SECRET", "TZ"):
    os.environ[name] = "set"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
