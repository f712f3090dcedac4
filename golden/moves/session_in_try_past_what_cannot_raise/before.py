from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


def create_app(options: dict, size: str) -> FastAPI:
    app = FastAPI()
    try:
        app.add_middleware(SessionMiddleware, secret_key="change-me")
        app.state.burst = options.get("burst")
        app.state.size = size
        app.add_middleware(Count)
    except (KeyError, ValueError) as problem:
        print("without layers:", problem)
    return app


app = create_app({"burst": 5}, "large")


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
