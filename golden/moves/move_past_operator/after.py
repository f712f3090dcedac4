from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)

class S:
    def __init__(self):
        self.key = "a"
    def __lshift__(self, value):
        self.key = value
        return self
s = S()
t = S()

app = FastAPI()
t << "b"
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=s.key)
