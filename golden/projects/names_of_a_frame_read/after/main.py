from helpers import caller

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

COOKIE = "plain"
app = FastAPI()
print(caller())


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="k", session_cookie=COOKIE)


@app.get("/")
def index() -> dict:
    return {}
