from fastapi import FastAPI, Request
from starlette.authentication import AuthCredentials, AuthenticationBackend
from starlette.authentication import SimpleUser
from starlette.middleware.authentication import AuthenticationMiddleware


class HeaderBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        return AuthCredentials(), SimpleUser(conn.headers.get("x-user", "ada"))


class Tenant:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["tenant"] = scope["user"].display_name[:1]
        await self.app(scope, receive, send)


app = FastAPI()

# authentication
app.add_middleware(AuthenticationMiddleware, backend=HeaderBackend())

# tenants
app.add_middleware(Tenant)


@app.get("/")
async def home(request: Request):
    return {"tenant": request["tenant"]}
