from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


STORE = {"key": "a"}


class Tag:
    def __hash__(self):
        STORE["key"] = "b"
        return 1


class Plain:
    def __hash__(self):
        return 1


tag = Tag()
plain = Plain()

app = FastAPI()
seen = {plain}
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=STORE["key"])
