STORE = {}


class MemorySessions:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            scope["session"] = STORE
        await self.app(scope, receive, send)
