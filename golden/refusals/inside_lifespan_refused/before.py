from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.add_middleware(SessionMiddleware, secret_key="change-me")
    app.middleware("http")(visits)
    yield


app = FastAPI(lifespan=lifespan)
