from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


class Secret:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        self.value = "two"
        return False

    def __gt__(self, other):
        self.value = "two"
        return True


main, spare, rest = Secret("one"), Secret("spare"), Secret("rest")
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=main.value)
ranked = sorted([spare, rest])
app.add_middleware(Guard)
