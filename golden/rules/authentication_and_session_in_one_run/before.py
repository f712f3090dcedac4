from fastapi import FastAPI, Request
from starlette.authentication import AuthCredentials, AuthenticationBackend, SimpleUser
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.sessions import SessionMiddleware


class SessionBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        name = conn.session.setdefault("user", "ada")
        return AuthCredentials(["authenticated"]), SimpleUser(name)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(AuthenticationMiddleware, backend=SessionBackend())


@app.middleware("http")
async def require_user(request: Request, call_next):
    if not request.user.is_authenticated:
        raise RuntimeError("nobody")
    return await call_next(request)


@app.get("/")
def index(request: Request) -> dict:
    return {"user": request.user.display_name}
