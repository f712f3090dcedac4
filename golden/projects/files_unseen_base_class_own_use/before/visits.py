from company_layers import BaseLayer


class VisitCounter(BaseLayer):
    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["visits"] = scope["session"].get("visits", 0) + 1
        await self.app(scope, receive, send)
