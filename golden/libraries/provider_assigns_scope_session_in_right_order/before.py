from fastapi import FastAPI, Request


class MemoryStore:
    def __init__(self, app):
        self.app = app
        self.data = {}

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"] = self.data
        await self.app(scope, receive, send)


app = FastAPI()


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(MemoryStore)


@app.get("/")
async def home(request: Request):
    return request.session
