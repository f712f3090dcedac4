from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)

def make():
    key = "a"
    def get():
        return key
    def put(value):
        nonlocal key
        key = value
    return get, put
get, put = make()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=get())
put("b")
app.add_middleware(Guard)
