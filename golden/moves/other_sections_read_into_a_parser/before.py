from configparser import ConfigParser

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


parser = ConfigParser()
parser.read_string("[session]\nsecret = k\n[mail]\nhost = localhost\n")

app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=parser["session"]["secret"])
parser.read_dict({"mail": {"host": "mx"}, "cache": {"url": "redis"}})
parser.read_string("[log]\nlevel = 3\n")
app.add_middleware(Guard)
