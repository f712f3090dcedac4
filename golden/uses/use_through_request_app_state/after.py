from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Limiter:
    def __init__(self, key_func):
        self.key_func = key_func

    def check(self, request):
        return self.key_func(request)


def by_user(request: Request) -> str:
    return request.session.get("user", "nobody")


class RateLimit(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.app.state.limiter.check(request)
        return await call_next(request)


app = FastAPI()
app.state.limiter = Limiter(by_user)
app.add_middleware(RateLimit)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
