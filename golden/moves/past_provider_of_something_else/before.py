from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Container:
    def __init__(self):
        self.providers = {}
        self.asked = []

    def bind(self, name, provider):
        self.providers[name] = provider

    def get(self, name):
        return self.providers[name](self)


app = FastAPI()
container = Container()
container.bind("secret", lambda services: "k")
app.add_middleware(SessionMiddleware, secret_key=container.get("secret"))
container.bind("dsn", lambda services: services.get("secret") + "sql")
app.add_middleware(Guard)
