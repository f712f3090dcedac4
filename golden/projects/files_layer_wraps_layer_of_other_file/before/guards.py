from visits import VisitCounter


class Guard:
    def __init__(self, app):
        self.app = VisitCounter(app)

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)
