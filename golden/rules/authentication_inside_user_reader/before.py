from fastapi import FastAPI, Request
from starlette.authentication import AuthCredentials, AuthenticationBackend, SimpleUser
from starlette.middleware.authentication import AuthenticationMiddleware


class TokenBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        name = conn.headers.get("x-user", "nobody")
        return AuthCredentials(["authenticated"]), SimpleUser(name)


app = FastAPI()

# Who is it?
app.add_middleware(AuthenticationMiddleware, backend=TokenBackend())


@app.middleware("http")
async def log_user(request: Request, call_next):
    response = await call_next(request)
    response.headers["x-seen"] = request.user.display_name
    return response


@app.middleware("http")
async def require_user(request: Request, call_next):
    if not request.user.is_authenticated:
        raise RuntimeError("nobody")
    return await call_next(request)


@app.get("/")
def index(request: Request) -> dict:
    return {"user": request.user.display_name}
