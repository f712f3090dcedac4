import hashlib

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

digest = hashlib.sha256(b"seed")
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=digest.hexdigest())
other = digest.copy()
other.update(b"other")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
