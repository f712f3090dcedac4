"""starlette-session: https://github.com/auredentan/starlette-session"""


class SessionMiddleware:
    def __init__(self, app, secret_key, cookie_name, max_age=1209600, same_site="lax", https_only=False, **options):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            scope["session"] = {}
        await self.app(scope, receive, send)
