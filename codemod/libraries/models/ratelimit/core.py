"""The layer, which asks a function who it is that sends the request."""


class RateLimitMiddleware:
    def __init__(self, app, authenticate, backend, config, *, on_auth_error=None, on_blocked=None):
        self.app = app
        self.authenticate = authenticate

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            await self.authenticate(scope)
        await self.app(scope, receive, send)
