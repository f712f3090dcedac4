import os
from functools import lru_cache

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


@lru_cache
def get_settings() -> dict:
    return {"secret_key": os.getenv("GOLDEN_SECRET", "change-me")}


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=get_settings()["secret_key"])

print(sorted(get_settings()))


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
