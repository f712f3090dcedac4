from fastapi import FastAPI, Request
from starlette.authentication import AuthCredentials, AuthenticationBackend, SimpleUser
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.sessions import SessionMiddleware


class SessionBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        name = conn.session.setdefault("user", "ada")
        return AuthCredentials(["authenticated"]), SimpleUser(name)


class RequireUser:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and not Request(scope).user.is_authenticated:
            raise RuntimeError("nobody")
        await self.app(scope, receive, send)


def create_app() -> FastAPI:
    app = FastAPI()

    # 3. the gate
    app.add_middleware(RequireUser)

    # 2. the user
    app.add_middleware(AuthenticationMiddleware, backend=SessionBackend())

    # 1. the session
    app.add_middleware(SessionMiddleware, secret_key="k")

    @app.get("/")
    def index(request: Request) -> dict:
        return {"user": request.user.display_name}

    return app
