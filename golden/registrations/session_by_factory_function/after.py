from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware
from starlette.types import ASGIApp


def with_session(inner: ASGIApp) -> ASGIApp:
    return SessionMiddleware(inner, secret_key="k")


app = FastAPI()


@app.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(with_session)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
