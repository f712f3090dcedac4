import sys
import types

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def secret():
    from secrets_dev import SECRET

    return SECRET


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=secret())
sys.modules["secrets_dev"] = types.SimpleNamespace(SECRET="fake")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
