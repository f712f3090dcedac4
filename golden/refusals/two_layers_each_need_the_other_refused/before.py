from fastapi import FastAPI, Request
from starlette.authentication import AuthCredentials, AuthenticationBackend, SimpleUser
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.sessions import SessionMiddleware


class UserSession(SessionMiddleware):
    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            self.session_cookie = Request(scope).user.display_name
        await super().__call__(scope, receive, send)


class SessionBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        name = conn.session.get("name", "guest")
        return AuthCredentials(), SimpleUser(name)


app = FastAPI()
app.add_middleware(UserSession, secret_key="change-me")
app.add_middleware(AuthenticationMiddleware, backend=SessionBackend())


@app.get("/")
async def home(request: Request):
    return dict(request.session)
