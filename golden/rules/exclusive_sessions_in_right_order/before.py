import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


if os.environ.get("SITE") == "production":
    app.add_middleware(SessionMiddleware, secret_key="long", https_only=True)
elif os.environ.get("SITE") == "staging":
    app.add_middleware(SessionMiddleware, secret_key="middle")
else:
    app.add_middleware(SessionMiddleware, secret_key="short")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
