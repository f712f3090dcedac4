from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import JSONResponse


async def home(request: Request):
    return JSONResponse({})


class Versions:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        inner = dict(
            type="http",
            method=scope["method"],
            path=scope["path"],
            raw_path=scope["raw_path"],
            headers=scope["headers"],
            query_string=scope["query_string"],
            http_version="1.1",
            scheme="http",
            server=scope["server"],
            client=scope["client"],
            root_path="",
        )
        inner["session"] = scope["session"]
        inner["app"] = scope["app"]
        await self.app(inner, receive, send)


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(Gate)
app.add_middleware(Versions)
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_route("/", home)
