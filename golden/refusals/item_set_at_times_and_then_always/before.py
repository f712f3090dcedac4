import os

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

config = {"key": "a", "host": "localhost"}
if os.environ.get("SHOP_STAGE"):
    config["key"] = "b"

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config["key"])

config["key"] = "b"


@app.middleware("http")
async def last_visit(request, call_next):
    request.session["seen"] = True
    return await call_next(request)
