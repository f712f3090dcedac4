from fastapi import FastAPI, Request
from starlette.authentication import AuthCredentials, AuthenticationBackend
from starlette.authentication import SimpleUser
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.sessions import SessionMiddleware


class CookieBackend(AuthenticationBackend):
    def __init__(self, field: str) -> None:
        self.field = field

    async def authenticate(self, connection):
        name = connection.scope["session"].get(self.field)
        if not name:
            return
        return AuthCredentials(), SimpleUser(name)


backend = CookieBackend("login")
app = FastAPI()

# who is it
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(AuthenticationMiddleware, backend=backend)


@app.get("/")
async def home(request: Request):
    return {"known": request.user.is_authenticated}
