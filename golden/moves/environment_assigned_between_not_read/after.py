import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me", same_site="strict")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
