from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Settings:
    key = "a"

    def use(self, key):
        type(self).key = key

    def show(self):
        print(type(self).key)


one, two = Settings(), Settings()

app = FastAPI()
two.show()
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=one.key)
