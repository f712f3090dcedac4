from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from starlette.authentication import AuthenticationBackend, AuthenticationError
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Backend(AuthenticationBackend):
    async def authenticate(self, conn):
        raise AuthenticationError("no")


def on_error(conn, exc):
    conn.session.get("user")
    return PlainTextResponse("no")


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(AuthenticationMiddleware, Backend(), on_error)


@app.get("/")
async def index():
    return {"ok": True}
