from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

STORE = {}


class Sessions:
    def __init__(self, app, exempt=("/static",)):
        self.app = app
        self.exempt = exempt

    async def load(self, key):
        return STORE.get(key)

    async def __call__(self, scope, receive, send):
        session = scope.pop("session", {})
        scope["session"] = session
        await self.app(scope, receive, send)


app = FastAPI()


@app.middleware("http")
async def greet(request: Request, call_next):
    request.state.name = request.session.get("id")
    return await call_next(request)


app.add_middleware(Sessions)
app.add_middleware(SessionMiddleware, secret_key="x")


@app.get("/")
async def home(request: Request):
    return {}
