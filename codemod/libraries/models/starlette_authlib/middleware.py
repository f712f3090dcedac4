"""A session in a JSON web token."""


class AuthlibMiddleware:
    def __init__(
        self, app, secret_key, session_cookie="session", max_age=1209600, path="/", same_site="lax", **options
    ):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            scope["session"] = {}
        await self.app(scope, receive, send)
