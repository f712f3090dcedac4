"""asgi-sessions: https://github.com/klen/asgi-sessions"""


class SessionMiddleware:
    def __init__(self, app, secret_key=None, *, session_type="base64", cookie_name="session", **options):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            scope["session"] = {}
        await self.app(scope, receive, send)
