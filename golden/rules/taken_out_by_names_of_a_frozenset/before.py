from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Mood:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["mood"] = scope["session"].get("mood")
        await self.app(scope, receive, send)


DISABLED = frozenset({"SessionMiddleware"})


def prune(app, names):
    app.user_middleware = [one for one in app.user_middleware if one.cls.__name__ not in names]


app = FastAPI()
app.add_middleware(Mood)
app.add_middleware(SessionMiddleware, secret_key="x")
prune(app, DISABLED)


@app.get("/")
def index():
    return "index"
