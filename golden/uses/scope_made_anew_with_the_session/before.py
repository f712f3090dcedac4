from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

KEEP = (
    "type",
    "method",
    "path",
    "raw_path",
    "root_path",
    "query_string",
    "headers",
    "http_version",
    "scheme",
    "server",
    "client",
    "app",
    "state",
    "extensions",
    "session",
)


class Strip:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        clean = {key: value for key, value in scope.items() if key in KEEP}
        await self.app(clean, receive, send)


app = FastAPI()


@app.middleware("http")
async def greet(request: Request, call_next):
    request.state.name = request.session.get("id")
    return await call_next(request)


app.add_middleware(Strip)
app.add_middleware(SessionMiddleware, secret_key="x")


@app.get("/")
async def home(request: Request):
    return {}
