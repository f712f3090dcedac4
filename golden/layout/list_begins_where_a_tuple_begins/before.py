from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


wrong, right = [Middleware(Count), Middleware(SessionMiddleware, secret_key="k")], [Middleware(Count)]
app = FastAPI(middleware=wrong)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
