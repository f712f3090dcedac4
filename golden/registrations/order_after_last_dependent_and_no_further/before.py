import time

from fastapi import FastAPI, Request
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.middleware("http")
async def remember_path(request: Request, call_next):
    request.session["path"] = request.url.path
    return await call_next(request)


@app.middleware("http")
async def measure(request: Request, call_next):
    started = time.perf_counter()
    response = await call_next(request)
    response.headers["x-took"] = str(time.perf_counter() - started)
    return response


app.add_middleware(CORSMiddleware, allow_origins=["*"])


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
