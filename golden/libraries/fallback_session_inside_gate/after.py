from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Fallback:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope.setdefault("session", {})
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Gate)
app.add_middleware(Fallback)


@app.get("/")
async def index():
    return {"ok": True}
