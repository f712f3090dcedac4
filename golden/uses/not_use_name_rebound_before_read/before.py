from types import SimpleNamespace

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def record(request: Request, call_next):
    response = await call_next(request)
    request = SimpleNamespace(session="none", path=request.url.path)
    response.headers["x-record"] = f"{request.path} {request.session}"
    return response


@app.get("/")
async def home(request: Request):
    request.session["seen"] = True
    return dict(request.session)
