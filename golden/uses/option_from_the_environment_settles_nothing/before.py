import os

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    def __init__(self, app, api_key=None):
        super().__init__(app)
        self.api_key = api_key

    async def dispatch(self, request, call_next):
        if self.api_key is None:
            request.session["seen"] = True
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")
app.add_middleware(Gate, api_key=os.environ.get("GATE_API_KEY"))


@app.get("/")
async def index():
    return {}
