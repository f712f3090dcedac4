from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Locale:
    def __init__(self, app, default):
        self.app = app
        self.default = default

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["locale"] = scope["session"].get("locale", self.default)
        await self.app(scope, receive, send)


class Pipeline:
    def __init__(self, steps):
        self.steps = steps

    def __rshift__(self, other):
        if isinstance(other, Pipeline):
            return Pipeline(self.steps + other.steps)
        if isinstance(other, FastAPI):
            for cls, options in self.steps:
                other.add_middleware(cls, **options)
            return other
        return NotImplemented


def step(cls, **options):
    return Pipeline([(cls, options)])


site = FastAPI()


@site.get("/")
def hello(request: Request):
    return request.scope["locale"]


app = step(SessionMiddleware, secret_key="x") >> step(Locale, default="en") >> site
