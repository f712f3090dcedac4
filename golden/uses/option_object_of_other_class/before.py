from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class SessionAuth:
    def user(self, request):
        return request.session.get("user")


class TokenAuth:
    def user(self, request):
        return request.headers.get("authorization")


class Auth(BaseHTTPMiddleware):
    def __init__(self, app, auth):
        super().__init__(app)
        self.auth = auth

    async def dispatch(self, request, call_next):
        if isinstance(self.auth, SessionAuth):
            request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Auth, auth=TokenAuth())


@app.get("/")
async def index():
    return {"ok": True}
