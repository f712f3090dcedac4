from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from config import settings
from guards import make_guard
from starlette.middleware.base import BaseHTTPMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(BaseHTTPMiddleware, dispatch=make_guard(settings))


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
