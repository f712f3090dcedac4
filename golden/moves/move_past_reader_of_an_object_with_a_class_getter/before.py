from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app, size):
        self.app = app
        self.size = size

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


class Site:
    cookie = "site"
    size = 1

    @classmethod
    def secret(cls):
        return f"{cls.cookie}-secret"

    def create(self):
        app = Starlette()
        app.add_middleware(SessionMiddleware, secret_key=self.secret(), session_cookie=self.cookie)
        app.add_middleware(Guard, size=self.size)
        return app


app = Site().create()
