from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


def tune(application, **attributes):
    for name, value in attributes.items():
        setattr(application, name, value)


app = Starlette()
app.add_middleware(SessionMiddleware, secret_key="one", https_only=not app.debug)
tune(app, debug=True)
app.add_middleware(Guard)
