from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from backends import SessionBackend
from starlette.middleware.authentication import AuthenticationMiddleware

app = FastAPI()
app.add_middleware(AuthenticationMiddleware, backend=SessionBackend())
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
