from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


secret = "one"


def webhook_secret(parts):
    secret = "webhook"
    for part in parts:
        secret += part
    return secret


app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=secret)
app.state.webhook = webhook_secret(["-v2"])
app.add_middleware(Guard)
