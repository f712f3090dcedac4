import time
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

def slow(options):
    time.sleep(0.05)
    options["max_age"] = 5

class Job:
    def __init__(self):
        self.future = pool.submit(slow, OPTIONS)

job = Job()

app = FastAPI()
app.add_middleware(SessionMiddleware, **OPTIONS)
job.future.result()
app.add_middleware(Guard)
