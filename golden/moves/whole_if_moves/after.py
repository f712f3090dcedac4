import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SECRET = os.environ.get("APP_SECRET", "k")

app = FastAPI()


@app.middleware("http")
async def count_visits(request: Request, call_next):
    if "session" in request.scope:
        request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


# Sessions are optional
if SECRET:
    app.add_middleware(SessionMiddleware, secret_key=SECRET)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
