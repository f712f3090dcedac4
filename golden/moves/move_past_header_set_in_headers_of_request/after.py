from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware.sessions import SessionMiddleware


class MobileCookie:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        headers = MutableHeaders(scope=scope)
        headers["x-token"] = "session=" + headers.get("x-session", "")
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(MobileCookie)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x")
