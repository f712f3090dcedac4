from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


options = {"secret_key": "k"}
others = {}


class Collect(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        return others

    def __new__(mcls, name, bases, namespace):
        return super().__new__(mcls, name, bases, dict(namespace))


app = Starlette()
app.add_middleware(SessionMiddleware, **{name: value for name, value in options.items() if not name.startswith("__")})
class Overrides(metaclass=Collect):
    max_age = 42
app.add_middleware(Guard)
