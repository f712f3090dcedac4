from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    def __init__(self, app):
        super().__init__(app)
        self.strict = None

    @property
    def strict(self):
        return self._strict

    @strict.setter
    def strict(self, value):
        self._strict = True if value is None else value

    async def dispatch(self, request, call_next):
        if self.strict:
            request.session["seen"] = True
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")
app.add_middleware(Gate)


@app.get("/")
async def index():
    return {}
