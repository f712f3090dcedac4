from concurrent.futures import ThreadPoolExecutor
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


OPTIONS = {"secret_key": "k", "max_age": 60}
pool = ThreadPoolExecutor()

app = FastAPI()
app.add_middleware(SessionMiddleware, **OPTIONS)
pool.submit(OPTIONS.pop, "max_age").result()
app.add_middleware(Guard)
