from contextlib import closing

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Connection:
    address = "open"

    def close(self):
        self.address = "closed"


class Other:
    address = "open"

    def close(self):
        print("closed")


connection = Connection()
other = Other()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=connection.address)
with closing(other):
    pass
app.add_middleware(Guard)
