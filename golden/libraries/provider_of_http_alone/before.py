from fastapi import FastAPI, Request

STORE = {}


class Sessions:
    def __init__(self, app, exempt=("/static",)):
        self.app = app
        self.exempt = exempt

    async def load(self, key):
        return STORE.get(key)

    async def __call__(self, scope, receive, send):
        kind = scope["type"]
        if kind == "http":
            scope["session"] = {}
        await self.app(scope, receive, send)


app = FastAPI()


@app.middleware("http")
async def greet(request: Request, call_next):
    request.state.name = request.session.get("id")
    return await call_next(request)


app.add_middleware(Sessions)


@app.get("/")
async def home(request: Request):
    return {}
