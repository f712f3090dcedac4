from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware


class Handler:
    def __init__(self, connection):
        self.connection = connection

    async def load(self):
        self.connection.scope["session"] = {"views": 1}


class Sessions:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"] = None
            scope["session_handler"] = Handler(Request(scope))
        await self.app(scope, receive, send)


async def load_session(request):
    await request.scope["session_handler"].load()


class Loaded(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        await load_session(request)
        return await call_next(request)


class Views(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.views = request.session["views"]
        return await call_next(request)


app = FastAPI()
app.add_middleware(Views)
app.add_middleware(Loaded)
app.add_middleware(Sessions)


@app.get("/")
async def home(request: Request):
    return request.state.views
