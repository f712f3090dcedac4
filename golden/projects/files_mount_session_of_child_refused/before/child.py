from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

child = FastAPI()
child.add_middleware(SessionMiddleware, secret_key="change-me")


@child.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
