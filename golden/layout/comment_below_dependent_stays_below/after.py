from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


def index(request: Request) -> dict:
    return dict(request.session)


def create_app() -> FastAPI:
    app = FastAPI()
    app.add_middleware(Count)
    app.add_middleware(SessionMiddleware, secret_key="k")
    # no middleware below this line

    app.add_api_route("/", index)
    return app
