from fastapi import FastAPI, Request
from starlette.authentication import AuthCredentials, AuthenticationBackend
from starlette.authentication import SimpleUser
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.base import BaseHTTPMiddleware


class HeaderBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        return AuthCredentials(), SimpleUser(conn.headers.get("x-user", "ada"))


class Stamp(BaseHTTPMiddleware):
    user = "stamp"
    auth = ("basic", "none")

    async def dispatch(self, request, call_next):
        request.state.user = self.user
        request.state.auth = self.auth[0]
        return await call_next(request)


app = FastAPI()
app.add_middleware(AuthenticationMiddleware, backend=HeaderBackend())
app.add_middleware(Stamp)


@app.get("/")
async def home(request: Request):
    return {"state": request.state.user, "user": request.user.display_name}
