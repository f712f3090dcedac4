from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.user_middleware.insert(0, Middleware(SessionMiddleware, secret_key="key"))
    app.middleware_stack = None
    yield


app = FastAPI(lifespan=lifespan)


@app.middleware("http")
async def visits(request: Request, call_next):
    request.state.visits = request.session.get("visits", 0)
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return request.state.visits
