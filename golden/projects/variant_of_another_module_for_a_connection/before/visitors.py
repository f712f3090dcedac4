from functools import singledispatch

from starlette.requests import HTTPConnection


@singledispatch
def name_of(visitor):
    return repr(visitor)


@name_of.register
def _(visitor: str):
    return visitor


@name_of.register
def _(visitor: HTTPConnection):
    return visitor.session.get("name")


class Visits:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            print(name_of(HTTPConnection(scope)))
        await self.app(scope, receive, send)
