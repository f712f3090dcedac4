from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

import names

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def without_cookies(request: Request, call_next):
    response = await call_next(request)
    if names.SET_COOKIE in response.headers:
        del response.headers[names.SET_COOKIE]
    return response


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
