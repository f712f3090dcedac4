class Dispatcher:
    def __init__(self, main, children):
        self.main = main
        self.children = children

    async def __call__(self, scope, receive, send):
        for prefix, child in self.children.items():
            if scope["path"].startswith(prefix):
                return await child(scope, receive, send)
        return await self.main(scope, receive, send)
