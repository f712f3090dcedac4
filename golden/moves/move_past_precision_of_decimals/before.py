import decimal

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

RATIO = decimal.Decimal(1)
key = "k"
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=f"{key}")
decimal.getcontext().prec = 6


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
