import json

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

key = "change-me"

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=key)

try:
    limits = json.loads("{}")
except ValueError as key:
    limits = {}


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
