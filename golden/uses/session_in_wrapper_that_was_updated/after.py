from functools import update_wrapper
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class sampled:
    """Only one request in `n` of each session goes through the wrapped dispatch."""

    def __init__(self, n: int):
        self.n = n

    def __call__(self, fn):
        async def wrapper(request, call_next):
            seen = request.session.get("seen", 0)
            request.session["seen"] = seen + 1
            if seen % self.n:
                return await call_next(request)
            return await fn(request, call_next)

        return update_wrapper(wrapper, fn)


@sampled(10)
async def profile(request, call_next):
    response = await call_next(request)
    response.headers["x-profiled"] = "1"
    return response


app = FastAPI()
app.add_middleware(BaseHTTPMiddleware, dispatch=profile)
app.add_middleware(SessionMiddleware, secret_key="sa")


@app.get("/")
async def root():
    return 1
