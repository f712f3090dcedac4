from fastapi import FastAPI, Request
from starlette.authentication import AuthCredentials, AuthenticationBackend
from starlette.authentication import SimpleUser
from starlette.middleware.authentication import AuthenticationMiddleware


class HeaderBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        name = conn.headers.get("x-user", "ada")
        return AuthCredentials(["authenticated"]), SimpleUser(name)


app = FastAPI()


@app.middleware("http")
async def stamp(request: Request, call_next):
    request.state.name = request.user.display_name
    return await call_next(request)


app.add_middleware(AuthenticationMiddleware, backend=HeaderBackend())


@app.get("/")
async def home(request: Request):
    return {"name": request.state.name}
