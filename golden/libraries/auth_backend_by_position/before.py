from fastapi import FastAPI
from starlette.authentication import AuthenticationBackend
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Backend(AuthenticationBackend):
    async def authenticate(self, conn):
        conn.session.get("user")


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(AuthenticationMiddleware, Backend())


@app.get("/")
async def index():
    return {"ok": True}
