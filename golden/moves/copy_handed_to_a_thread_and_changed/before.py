from threading import Thread
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


settings = {"secret_key": "k"}

def report(values):
    values["secret_key"] = "hidden"

app = FastAPI()
app.add_middleware(SessionMiddleware, **settings)
Thread(target=report, args=(dict(settings),)).start()
app.add_middleware(Guard)
