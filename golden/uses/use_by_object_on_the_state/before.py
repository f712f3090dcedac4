from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Auth:
    def __init__(self, request):
        self.request = request

    @property
    def user(self):
        return self.request.session.get("user")


class Attach(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.auth = Auth(request)
        return await call_next(request)


class Read(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.auth.user
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Read)
app.add_middleware(Attach)


@app.get("/")
async def index():
    return {"ok": True}
