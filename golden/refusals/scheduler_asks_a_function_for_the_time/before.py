import sched

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


conf = {"secret": "k", "age": 9}


def clock():
    conf.update(secret="other")
    return 0


jobs = sched.scheduler(clock)

app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=conf["secret"], max_age=conf["age"])
jobs.enter(3600, 1, print)
app.state.jobs = jobs
app.add_middleware(Guard)
