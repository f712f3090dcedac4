from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)

cfgs = [{"s": "a"}, {"s": "c"}]

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=cfgs[0]["s"])
first, second = cfgs
first["s"] = "b"
app.add_middleware(Guard)
