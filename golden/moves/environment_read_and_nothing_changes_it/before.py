import os

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI(title=os.environ.get("TITLE", "demo"))

app.add_middleware(SessionMiddleware, secret_key=os.environ.get("SECRET", "x"))
app.add_middleware(CORSMiddleware, allow_origins=[os.getenv("ORIGIN", "*")])


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
