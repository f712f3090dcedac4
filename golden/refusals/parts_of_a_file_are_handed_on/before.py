import json
import random

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

with open("settings.json") as handle:
    settings = json.load(handle)

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings["session"]["keys"][0])
for part in settings.values():
    random.shuffle(part["keys"])


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)
