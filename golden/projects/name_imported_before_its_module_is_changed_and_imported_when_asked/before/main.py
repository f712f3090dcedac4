import conf
from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


def age():
    from conf import AGE

    return AGE


def create_app():
    app = Starlette()
    app.add_middleware(SessionMiddleware, secret_key="k", max_age=age())
    conf.AGE = 10
    app.state.age = conf.AGE
    app.add_middleware(Guard)
    return app


app = create_app()
