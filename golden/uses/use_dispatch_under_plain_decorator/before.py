import functools
import time

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def timed(dispatch):
    @functools.wraps(dispatch)
    async def wrapper(*args, **kwargs):
        started = time.perf_counter()
        response = await dispatch(*args, **kwargs)
        response.headers["x-time"] = str(time.perf_counter() - started)
        return response

    return wrapper


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
@timed
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
