from concurrent.futures import ThreadPoolExecutor
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


settings = {"secret_key": "k"}
executor = ThreadPoolExecutor()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings["secret_key"])
executor.submit(print, dict(settings))
app.add_middleware(Guard)
