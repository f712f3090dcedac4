from functools import partialmethod

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Check(BaseHTTPMiddleware):
    def read(self, name, request):
        return request.session.get(name)

    user = partialmethod(read, "user")

    async def dispatch(self, request, call_next):
        self.user(request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Check)


@app.get("/")
async def index():
    return {"ok": True}
