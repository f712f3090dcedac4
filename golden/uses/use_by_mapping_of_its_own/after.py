from collections.abc import Mapping

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class View(Mapping):
    def __init__(self, request):
        self.request = request

    def __getitem__(self, key):
        return self.request.session[key]

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0


class Check(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        View(request).get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(Check)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
