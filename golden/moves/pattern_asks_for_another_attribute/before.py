from dataclasses import dataclass

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

@dataclass
class Key:
    id: str
    active: bool = True
    rank: int = 1


keys = [Key("a"), Key("b")]


def name():
    match keys[0]:
        case Key(active=True):
            return keys[0].id
    return keys[1].id


class LocaleMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=name())
keys[0].rank = 2
app.add_middleware(LocaleMiddleware)


@app.get("/")
def home():
    return {}
