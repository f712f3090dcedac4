class Coupons:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["coupon"] = scope["session"].get("coupon", "none")
        await self.app(scope, receive, send)
