import importlib

import settings
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.KEY)
importlib.reload(settings)


@app.middleware("http")
async def gate(request: Request, call_next):
    request.session["seen"] = True
    return await call_next(request)


@app.get("/")
async def index():
    return {}
