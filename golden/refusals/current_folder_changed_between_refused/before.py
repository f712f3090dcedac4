import os
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=Path("secret.key").read_text())
os.chdir(Path(__file__).parent)


@app.middleware("http")
async def gate(request: Request, call_next):
    request.session["seen"] = True
    return await call_next(request)


@app.get("/")
async def index():
    return {}
