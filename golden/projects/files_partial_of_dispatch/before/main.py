from functools import partial

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from guards import guard
from starlette.middleware.base import BaseHTTPMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(BaseHTTPMiddleware, dispatch=partial(guard, "user"))


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
