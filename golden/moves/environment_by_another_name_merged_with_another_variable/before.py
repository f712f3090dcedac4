import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

environment = os.environ

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=os.getenv("SHOP_KEY", "dev"))
environment |= {"SHOP_LEVEL": "info"}


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)
