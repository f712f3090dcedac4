"""A layer that compares a token with that of the session."""


class CSRFError(Exception):
    pass


class CSRFMiddleware:
    def __init__(self, app, secret_key, salt="_csrf_", exclude_urls=None, max_age=3600):
        self.app = app

    async def __call__(self, scope, receive, send):
        if "session" not in scope:
            raise CSRFError()
        scope["session"].get("_csrf_token")
        await self.app(scope, receive, send)
