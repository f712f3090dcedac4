from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse


async def home(request: Request):
    return JSONResponse({})


class Tenants:
    def __init__(self, app, default):
        self.app = app
        self.default = default

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            tenant = dict(scope["headers"]).get(b"x-tenant") or self.default
            if tenant:
                scope["session"] = {"tenant": tenant}
        await self.app(scope, receive, send)


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(Gate)
app.add_middleware(Tenants, default="main")
app.add_route("/", home)
