from fastapi import FastAPI, Request


class Handler:
    def load(self):
        return {"visits": 1}


class StoreSessions:
    """A session layer of the program's own: it puts the session and what loads it into the scope."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"] = {}
        scope["session_handler"] = Handler()
        await self.app(scope, receive, send)


class Autoload:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["loaded"] = scope["session_handler"].load()
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(StoreSessions)
app.add_middleware(Autoload)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
