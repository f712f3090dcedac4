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

def report(values):
    values["secret_key"] = "hidden"
    print(values)

app = FastAPI()
app.add_middleware(SessionMiddleware, **settings)
executor.submit(report, dict(settings)).result()
app.add_middleware(Guard)
