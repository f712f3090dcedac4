from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


app = FastAPI()

try:
    from starlette.middleware.sessions import SessionMiddleware

    app.add_middleware(SessionMiddleware, secret_key="k")
except ImportError:
    print("itsdangerous is not installed")

app.add_middleware(Count)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
