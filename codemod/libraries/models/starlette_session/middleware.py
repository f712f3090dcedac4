"""starlette-session-middleware, which has the same import name: https://github.com/lannuttia/starlette-session-middleware"""


class SessionMiddleware:
    def __init__(self, app, codec_backend, storage_backend, authorization_backend):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            scope["session"] = {}
        await self.app(scope, receive, send)
