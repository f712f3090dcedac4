import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()

if os.environ.get("DATABASE_URL") == "":
    raise RuntimeError("DATABASE_URL is empty")


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
