import atexit

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


paths = {"cookie": "/"}
other = {"cookie": "/"}
atexit.register(other.update, cookie="/shop")

app = Starlette()
atexit._run_exitfuncs()
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key="k", path=paths["cookie"])
