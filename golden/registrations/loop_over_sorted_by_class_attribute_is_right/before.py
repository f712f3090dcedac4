from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


class Session(SessionMiddleware):
    priority = 2


class Visits(Count):
    priority = 1


app = FastAPI()
for cls, options in sorted([(Session, {"secret_key": "k"}), (Visits, {})], key=lambda pair: pair[0].priority):
    app.add_middleware(cls, **options)


@app.get("/")
def index(request: Request):
    return dict(request.session)
