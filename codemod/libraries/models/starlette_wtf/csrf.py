"""The layer leaves what it is told where forms find it."""

from starlette.requests import Request


class CSRFProtectMiddleware:
    def __init__(
        self,
        app,
        enabled=True,
        csrf_secret=None,
        csrf_field_name="csrf_token",
        csrf_time_limit=3600,
        csrf_headers=None,
        csrf_ssl_strict=True,
    ):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            Request(scope, receive).state.csrf_config = {}
        await self.app(scope, receive, send)
