import csv
import io

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

stream = io.StringIO("one,two\nthree,four\n")
reader = csv.reader(stream)
other = csv.reader(io.StringIO("a,b\n"))

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=stream.readline().strip() or "empty")

rows = list(other)


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
