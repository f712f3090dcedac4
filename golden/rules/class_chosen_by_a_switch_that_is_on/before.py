from fastapi import FastAPI, Request

USE_SESSION = True


class SessionGate:
    def __init__(self, app, **options):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["visits"] = scope["session"].get("visits", 0)
        await self.app(scope, receive, send)


class HeaderGate:
    def __init__(self, app, **options):
        self.app = app

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


cls = SessionGate if USE_SESSION else HeaderGate
app = FastAPI()
app.add_middleware(cls)


@app.get("/")
async def home(request: Request):
    return {}
