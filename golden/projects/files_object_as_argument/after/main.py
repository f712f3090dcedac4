from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from guards import Guard
from policies import SessionPolicy

app = FastAPI()
app.add_middleware(Guard, policy=SessionPolicy())
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
