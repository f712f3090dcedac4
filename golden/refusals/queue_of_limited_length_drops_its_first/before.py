from collections import deque

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

keys = deque(["a1", "a2"], maxlen=2)
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=keys[0])
keys.append("a3")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
