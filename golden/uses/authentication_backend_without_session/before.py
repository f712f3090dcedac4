from fastapi import FastAPI, Request
from starlette.authentication import AuthCredentials, AuthenticationBackend, SimpleUser
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.sessions import SessionMiddleware


class TokenBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        name = conn.headers.get("x-user", "nobody")
        return AuthCredentials(["authenticated"]), SimpleUser(name)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(AuthenticationMiddleware, backend=TokenBackend())


@app.get("/")
def index(request: Request) -> dict:
    request.session["user"] = request.user.display_name
    return dict(request.session)
