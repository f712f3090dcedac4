class AuthGuard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"].get("user")
        await self.app(scope, receive, send)


def setup(app):
    app.add_middleware(AuthGuard)
