from concurrent.futures import ThreadPoolExecutor
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
pool = ThreadPoolExecutor()

app = FastAPI()
pool.submit(idle).result()
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=STORE["key"])
