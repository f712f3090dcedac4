"""A session in a store."""


class SessionMiddleware:
    def __init__(self, app, backend, cookie_name="session", path="/", same_site="lax", https_only=False):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            scope["session"] = {}
        await self.app(scope, receive, send)
