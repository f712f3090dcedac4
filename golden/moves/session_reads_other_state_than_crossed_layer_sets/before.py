from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class TenantSession(SessionMiddleware):
    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            self.session_cookie = Request(scope).state.tenant
        await super().__call__(scope, receive, send)


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


app = FastAPI()
app.add_middleware(TenantSession, secret_key="change-me")


@app.middleware("http")
async def number(request: Request, call_next):
    request.state.number = 1
    return await call_next(request)


app.add_middleware(Count)


@app.middleware("http")
async def tenant(request: Request, call_next):
    request.state.tenant = "default"
    return await call_next(request)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
