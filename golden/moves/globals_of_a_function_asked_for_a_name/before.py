from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


KEY = "k"

def get_key():
    return KEY

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=get_key())
print(get_key.__globals__.get("KEY"))
app.add_middleware(Guard)
