import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


def secure():
    app.add_middleware(SessionMiddleware, secret_key="change-me")
    if os.environ.get("VISITS") == "":
        raise RuntimeError("VISITS is empty")

    @app.middleware("http")
    async def visits(request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


try:
    secure()
except RuntimeError as error:
    print(error)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
