from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from settings import settings

app = FastAPI()

import boot  # noqa: E402, F401


@app.middleware("http")
async def gate(request: Request, call_next):
    request.session["seen"] = True
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=settings.key)


@app.get("/")
async def index():
    return {}
