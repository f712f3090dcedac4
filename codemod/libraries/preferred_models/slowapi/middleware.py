"""The layers hand requests to the limiter that the application keeps."""

from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request


class SlowAPIMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.app.state.limiter.check(request)
        return await call_next(request)


class SlowAPIASGIMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            request = Request(scope, receive)
            request.app.state.limiter.check(request)
        await self.app(scope, receive, send)
