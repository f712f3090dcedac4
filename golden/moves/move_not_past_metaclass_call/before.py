from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


class Registry(type):
    current = {"key": "one"}

    def __call__(cls, **options):
        Registry.current = {**Registry.current, **options}
        return super().__call__()


class Mailer(metaclass=Registry):
    pass


app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=Registry.current["key"])
mailer = Mailer(key="two")
app.add_middleware(Guard)
