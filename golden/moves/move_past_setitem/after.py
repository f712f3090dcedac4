from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)

STORE = {"key": "a"}
class S:
    def __setitem__(self, name, value):
        STORE["key"] = value
class Q:
    def __setitem__(self, name, value):
        pass
s = S()
q = Q()

app = FastAPI()
q["x"] = "b"
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=STORE["key"])
