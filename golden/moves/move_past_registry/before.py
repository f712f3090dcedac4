from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


_configs = {}


def get_config(name="default"):
    if name not in _configs:
        _configs[name] = {"key": "a"}
    return _configs[name]


config = get_config()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config["key"])
get_config("other")["key"] = "b"
app.add_middleware(Guard)
