from starlette.responses import PlainTextResponse

from cookies import session_of


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and session_of(scope) == {}:
            await PlainTextResponse("log in", 401)(scope, receive, send)
            return
        await self.app(scope, receive, send)
