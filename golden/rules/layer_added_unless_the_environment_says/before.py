import os

from fastapi import FastAPI, Request

app = FastAPI()


async def greet(request: Request, call_next):
    request.state.name = request.session.get("id")
    return await call_next(request)


if os.environ.get("GREET", "1"):
    app.middleware("http")(greet)


@app.get("/")
async def home(request: Request):
    return {}
