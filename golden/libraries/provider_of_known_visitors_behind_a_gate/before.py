from fastapi import FastAPI, Request
from starlette.responses import PlainTextResponse

STORE = {}


class Sessions:
    def __init__(self, app, exempt=("/static",)):
        self.app = app
        self.exempt = exempt

    async def load(self, key):
        return STORE.get(key)

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            session = await self.load(dict(scope["headers"]).get(b"x-key"))
            if session is not None:
                scope["session"] = session
        await self.app(scope, receive, send)


app = FastAPI()


@app.middleware("http")
async def greet(request: Request, call_next):
    request.state.name = request.session.get("id")
    return await call_next(request)


@app.middleware("http")
async def known_only(request, call_next):
    if request.headers.get("x-key") not in STORE:
        return PlainTextResponse("no", 401)
    return await call_next(request)


app.add_middleware(Sessions)


@app.get("/")
async def home(request: Request):
    return {}
