import os
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

KEY = Path(__file__).resolve().with_name("case.toml")

app = FastAPI()
os.chdir("/")


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=KEY.read_text())


@app.get("/")
async def home(request: Request):
    return dict(request.session)
