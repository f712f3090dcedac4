from threading import Thread
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)

STORE = {"key": "a"}
def load():
    STORE["key"] = "b"
def idle():
    pass

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=STORE["key"])
t = Thread(target=idle)
t.start()
t.join()
app.add_middleware(Guard)
