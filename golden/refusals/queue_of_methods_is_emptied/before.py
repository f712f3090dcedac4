from queue import PriorityQueue

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Settings:
    def __init__(self):
        self.age = 60

    def shorten(self):
        self.age = 5


settings = Settings()
jobs = PriorityQueue()
jobs.put((1, settings.shorten))
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x", max_age=settings.age)
priority, job = jobs.get()
job()


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)
