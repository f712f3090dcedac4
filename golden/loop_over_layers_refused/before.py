from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app = FastAPI()

for layer, options in [
    (SessionMiddleware, {"secret_key": "change-me"}),
    (BaseHTTPMiddleware, {"dispatch": visits}),
]:
    app.add_middleware(layer, **options)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
