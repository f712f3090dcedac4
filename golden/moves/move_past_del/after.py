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
    def __del__(self):
        STORE["key"] = "b"
class Q:
    def __del__(self):
        pass
s = S()
q = Q()

app = FastAPI()
del q
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=STORE["key"])
