from collections import deque

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

TIMES = (600, 60)

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me", max_age=TIMES[0])
times = deque(TIMES)
times.rotate(1)


@app.middleware("http")
async def visits(request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home():
    return {}
