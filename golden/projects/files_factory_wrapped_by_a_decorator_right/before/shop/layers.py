class Cart:
    def __init__(self, app, limit):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["cart"] = scope["session"].get("cart", [])
        await self.app(scope, receive, send)
