from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Auth(BaseHTTPMiddleware):
    def __init__(self, app, mode):
        super().__init__(app)
        self.use_session = mode == "session"

    async def dispatch(self, request, call_next):
        if self.use_session:
            request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Auth, mode="token")


@app.get("/")
async def index():
    return {"ok": True}
