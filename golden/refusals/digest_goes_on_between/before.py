import hashlib

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

DIGEST = hashlib.sha256(b"shop")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=DIGEST.hexdigest())
DIGEST.update(b"2024")


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
