from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["tag"] = request.url.path
        return await call_next(request)


class Timer(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        return await call_next(request)


class Plugin:
    enabled = True

    def __init__(self, cls):
        self.cls = cls


class Tags(Plugin):
    enabled = True


app = FastAPI()
for plugin in (Tags(Tag), Plugin(Timer)):
    if plugin.enabled:
        app.add_middleware(plugin.cls)
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.get("/")
def index(request: Request):
    return {}
