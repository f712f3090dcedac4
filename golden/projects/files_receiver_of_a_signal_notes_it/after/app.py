from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

import conf
from signals import chosen

app = FastAPI()
chosen.send(region="alps")


@app.middleware("http")
async def visits(request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me", session_cookie=conf.COOKIE["name"])


@app.get("/")
async def home():
    return {}
