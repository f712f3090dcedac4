from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


conf = {"age": 21}

app = Starlette()
todo = map(conf.update, [{"age": 1}])
steps = iter(todo)
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key="k", max_age=conf["age"])
