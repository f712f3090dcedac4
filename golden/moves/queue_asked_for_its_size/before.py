from queue import Queue
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


jobs = Queue()
jobs.put("k")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=jobs.queue[0])
print(jobs.qsize())
app.add_middleware(Guard)
