import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Told:
    def __init__(self, app, told=None):
        self.app, self.told = app, told

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


def secret():
    os.chdir(".")
    return "change-me"


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=secret())
app.add_middleware(Told, told=len(os.listdir(".")))


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
