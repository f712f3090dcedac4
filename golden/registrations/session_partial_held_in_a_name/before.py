from functools import partial

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

Sessions = partial(SessionMiddleware, secret_key="k", same_site="strict")

app = FastAPI()
app.add_middleware(Sessions)


@app.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
