import os

from fastapi import FastAPI, Request

NAMES = ("session", "audit")
FLAGS = {name: os.environ.get(name.upper() + "_ON") == "1" for name in NAMES}
app = FastAPI()


@app.middleware("http")
async def greet(request: Request, call_next):
    if FLAGS["session"] or request.method == "GET":
        request.state.name = request.session.get("id")
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {}
