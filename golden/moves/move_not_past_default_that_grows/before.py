from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app, header):
        self.app = app
        self.header = header

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


def unique(name, _taken=[]):
    candidate = name
    while candidate in _taken:
        candidate += "_"
    _taken.append(candidate)
    return candidate


app = Starlette()
app.add_middleware(SessionMiddleware, secret_key="one", session_cookie=unique("sid"))
app.add_middleware(Guard, header=unique("sid"))
