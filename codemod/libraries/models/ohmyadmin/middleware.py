"""A layer that sends away who is not logged in, and leaves a message in the session."""

from starlette.requests import HTTPConnection, Request


class LoginRequiredMiddleware:
    def __init__(self, app, exclude_paths):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            if HTTPConnection(scope).user.is_authenticated:
                await self.app(scope, receive, send)
            else:
                Request(scope).session["messages"] = []
