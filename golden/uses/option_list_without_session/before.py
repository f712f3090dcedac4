from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Auth(BaseHTTPMiddleware):
    def __init__(self, app, sources=("session",)):
        super().__init__(app)
        self.sources = sources

    async def dispatch(self, request, call_next):
        if "session" in self.sources:
            request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Auth, sources=["header"])


@app.get("/")
async def index():
    return {"ok": True}
