import statistics
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


NUMBERS = iter([1, 2, 3])

app = FastAPI()
app.add_middleware(SessionMiddleware, max_age=next(NUMBERS, 9), secret_key="k")
average = statistics.mean(NUMBERS)
app.add_middleware(Guard)
