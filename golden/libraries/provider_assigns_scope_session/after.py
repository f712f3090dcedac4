from fastapi import FastAPI, Request


class MemoryStore:
    def __init__(self, app):
        self.app = app
        self.data = {}

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"] = self.data
        await self.app(scope, receive, send)


class Visits:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            session = scope["session"]
            session["visits"] = session.get("visits", 0) + 1
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Visits)
app.add_middleware(MemoryStore)


@app.get("/")
async def home(request: Request):
    return request.session
