from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from guards import make_guard

app = FastAPI()
app.add_middleware(make_guard("user"))
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
