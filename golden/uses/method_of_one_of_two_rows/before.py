import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

pick = (1, 2).index if os.environ.get("LOUD") else (2, 1).index
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="key")


@app.middleware("http")
async def told(request: Request, call_next):
    request.session["n"] = pick(1)
    return await call_next(request)
