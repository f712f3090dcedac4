from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Users:
    def current(self, request):
        return request.session.get("user")


@asynccontextmanager
async def lifespan(app):
    app.state.users = Users()
    yield


app = FastAPI(lifespan=lifespan)


@app.middleware("http")
async def gate(request: Request, call_next):
    request.state.user = request.app.state.users.current(request)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
