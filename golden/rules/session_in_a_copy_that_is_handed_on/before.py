from fastapi import FastAPI, Request


class Sessions:
    """A session that lasts for one request."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        inner = scope.copy()
        inner["session"] = {}
        await self.app(inner, receive, send)


class Seen:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = 1
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Seen)
app.add_middleware(Sessions)


@app.get("/")
def index(request: Request) -> dict:
    return {}
