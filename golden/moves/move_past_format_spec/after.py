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

    def __format__(self, spec):
        if spec == "burn":
            self.value = "two"
        return "secret"

    def __len__(self):
        return 3


secret = Secret("one")
app = Starlette()
print(f"{len(secret)}")
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=secret.value)
