from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tenant:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["tenant"] = "default"
        await self.app(scope, receive, send)


class TenantSession(SessionMiddleware):
    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            self.session_cookie = scope["tenant"]
        await super().__call__(scope, receive, send)


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


app = FastAPI()
app.add_middleware(TenantSession, secret_key="change-me")
app.add_middleware(Tenant)
app.add_middleware(Count)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
