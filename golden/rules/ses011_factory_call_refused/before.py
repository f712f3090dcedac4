from fastapi import FastAPI, Request
from starlette.authentication import (
    AuthCredentials,
    AuthenticationBackend,
    UnauthenticatedUser,
)
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.base import BaseHTTPMiddleware


class Guests(AuthenticationBackend):
    async def authenticate(self, conn):
        return AuthCredentials(), UnauthenticatedUser()


class Audit(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        print(request.user.is_authenticated)
        return await call_next(request)


def create() -> FastAPI:
    app = FastAPI()
    app.add_middleware(AuthenticationMiddleware, backend=Guests())
    return app


app = create()
app.add_middleware(Audit)


@app.get("/")
def index(request: Request) -> dict:
    return {"name": request.user.display_name}
