from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from functools import partialmethod


class Site(FastAPI):
    use = FastAPI.add_middleware
    use_sessions = partialmethod(FastAPI.add_middleware, SessionMiddleware, secret_key="dev")


app = Site()


@app.middleware("http")
async def gate(request, call_next):
    request.state.member = "uid" in request.session
    return await call_next(request)


app.use_sessions()


@app.get("/")
async def index():
    return {"ok": True}
