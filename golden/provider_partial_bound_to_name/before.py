from functools import partial

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

LoginCookie = partial(SessionMiddleware, secret_key="x", session_cookie="login")

app = FastAPI()
app.add_middleware(LoginCookie, max_age=3600)


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
