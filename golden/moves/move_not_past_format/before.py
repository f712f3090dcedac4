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
    def __str__(self):
        STORE["key"] = "b"
        return ""
class Q:
    def __str__(self):
        return ""
s = S()
q = Q()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=STORE["key"])
text = f"{s}"
app.add_middleware(Guard)
