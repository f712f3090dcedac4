import os
from functools import lru_cache

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

os.environ["TTL"] = "600"


@lru_cache
def get_settings():
    return {"ttl": int(os.environ["TTL"])}


get_settings()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me", max_age=get_settings()["ttl"])
os.environ["TTL"] = "60"


@app.middleware("http")
async def visits(request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home():
    return {}
