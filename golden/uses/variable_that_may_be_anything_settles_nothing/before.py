from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


def decode(token):
    return token.partition(".")[0]


async def remember(request, user):
    if user is not None:
        request.session["user"] = user


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.middleware("http")
async def gate(request, call_next):
    user = None
    token = request.headers.get("authorization")
    if token:
        user = decode(token)
    await remember(request, user)
    return await call_next(request)


@app.get("/")
async def index():
    return {}
