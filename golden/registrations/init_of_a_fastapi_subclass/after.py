from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


class Web(FastAPI):
    def __init__(self, **options) -> None:
        super().__init__(**options)
        self.add_middleware(Count)
        self.add_middleware(SessionMiddleware, secret_key="k")


app = Web(title="web")


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
