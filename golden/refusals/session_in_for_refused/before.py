from fastapi import FastAPI, Request
from fastapi.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()

for size in (500, 1000):
    app.add_middleware(GZipMiddleware, minimum_size=size)
    if size == 1000:
        app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
