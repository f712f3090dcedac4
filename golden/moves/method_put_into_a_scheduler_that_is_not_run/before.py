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


jobs = sched.scheduler()
conf = {"secret": "k", "age": 9}

app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=conf["secret"], max_age=conf["age"])
jobs.enter(3600, 1, conf.update, kwargs={"secret": "hourly"})
jobs.enterabs(86400, 2, conf.pop, argument=("age",))
app.state.jobs = jobs
app.add_middleware(Guard)
