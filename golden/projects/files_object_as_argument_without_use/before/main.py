from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from guards import Guard
from policies import HeaderPolicy

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Guard, policy=HeaderPolicy())


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
