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
    def __eq__(self, other):
        STORE["key"] = "b"
        return True
class Q:
    def __eq__(self, other):
        return True
s = S()
q = Q()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=STORE["key"])
same = s == 1
app.add_middleware(Guard)
