from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Session:
    def __get__(self, obj, owner=None):
        return obj.request.session


class Context:
    session = Session()

    def __init__(self, request):
        self.request = request


class Check(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        Context(request).session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Check)


@app.get("/")
async def index():
    return {"ok": True}
